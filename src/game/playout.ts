import type { Json, Random } from '../core/index.ts'
import type { Answer, Game } from './game.ts'
import { policyOf, type Seats } from './policy.ts'

/** One game played to its end. */
export interface Playout<State extends Json = Json> {
  /** Every action in order, those of chance included: what `replay` takes. */
  readonly actions: readonly number[]
  readonly final: State
  /** One return a player. */
  readonly returns: readonly number[]
}

/**
 * Plays a game to its end, drawing chance and moves from one stream.
 *
 * @throws UserError when a seat has no policy.
 * @throws Error when the game runs past its declared `maxMoves`.
 */
export function playout<State extends Json>(game: Game<State>, seats: Seats, random: Random): Playout<State> {
  const actions: number[] = []
  let state = game.initial()
  let moves = 0
  for (;;) {
    const actor = game.actor(state)
    if (actor === 'nobody') return { actions, final: state, returns: game.returns(state) }
    let action: number
    if (actor === 'chance') {
      action = drawChance(game, state, random)
    } else {
      if (++moves > game.facets.maxMoves)
        throw new Error(`${game.name} runs past its maxMoves of ${game.facets.maxMoves}`)
      action = game.legal(state)[random.categorical(policyOf(seats, actor).probabilities(game, state))]!
    }
    actions.push(action)
    state = game.apply(state, action)
  }
}

/** Draws the outcome of a chance state. */
export function drawChance<State extends Json>(game: Game<State>, state: State, random: Random): number {
  const outcomes = game.chance(state)
  return outcomes[random.categorical(outcomes.map(({ probability }) => probability))]!.action
}

/** Returns the state that a list of actions leads to, those of chance included. */
export function replay<State extends Json>(game: Game<State>, actions: readonly Answer[]): State {
  return actions.reduce<State>((state, action) => game.apply(state, action), game.initial())
}
