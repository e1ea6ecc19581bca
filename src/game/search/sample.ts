import { UserError, type Json, type Random } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { parseAction } from '../text.ts'

/** What a player wrote in each information state in which it has moved. */
export type Past = ReadonlyMap<string, string>

/** How many states are looked at before a search for one gives up. */
const STATES = 100_000

/**
 * Draws a state from those that the player to move cannot tell from this one: the state itself where nothing is
 * hidden, else by the game's own `resample`, else by a search.
 *
 * The search plays from the start: chance by its probabilities, the player as it did, the others at random, and goes
 * back where the player would know of a difference. It finds every such state, though not quite in the proportions
 * that `resample` promises.
 *
 * @param past needed for the search only
 * @throws UserError where it finds none: among too many, or where the others' answers are open and not listed.
 */
export function sampleState<State extends Json>(
  game: Game<State>,
  state: State,
  past: Past,
  random: Random,
): State {
  if (game.facets.information === 'perfect') return state
  if (game.resample !== undefined) return game.resample(state, random)
  const player = game.actor(state)
  if (typeof player !== 'number') throw new Error(`${game.name}: no player is to move`)
  const goal = game.informationState(state, player)
  let budget = STATES

  const find = (from: State): State | null => {
    if (budget-- <= 0) return null
    const actor = game.actor(from)
    if (actor === 'nobody') return null
    if (actor === player) {
      const key = game.informationState(from, player)
      if (key === goal) return from
      const said = past.get(key)
      const action = said === undefined ? null : parseAction(game, from, said)
      return action === null ? null : find(game.apply(from, action))
    }
    const left = [...game.chance(from), ...game.legal(from).map((action) => ({ action, probability: 1 }))]
    while (left.length > 0) {
      const [drawn] = left.splice(random.categorical(left.map(({ probability }) => probability)), 1)
      const found = find(game.apply(from, drawn!.action))
      if (found !== null) return found
    }
    return null
  }

  const found = find(game.initial())
  if (found === null)
    throw new UserError(
      `${game.name}: no state was found that fits what player ${player} knows; give the game a 'resample' method.`,
    )
  return found
}
