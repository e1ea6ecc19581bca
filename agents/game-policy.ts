import { informationSets, type Game, type GamePolicy } from 'coevo/game'
import type { Policy } from './policy.ts'

/** Chooses every legal action with the same probability. */
export const uniform: Policy = {
  name: 'uniform',
  model: null,
  decide: ({ legal }, random) => ({ text: legal[random().int(legal.length)]!, trace: null }),
}

/** Chooses the first legal action. */
export const first: Policy = {
  name: 'first',
  model: null,
  decide: ({ legal }) => ({ text: legal[0]!, trace: null }),
}

/**
 * Lets a policy over states decide for a player, who knows the information state only: its table is
 * written from one state of each, when the first turn comes.
 *
 * @throws UserError (when asked) for a game with too many states to enumerate.
 */
export function fromGamePolicy(game: Game, policy: GamePolicy): Policy {
  let table: Map<string, readonly number[]> | null = null
  return {
    name: policy.name,
    model: null,
    decide({ informationState, legal }, random) {
      table ??= new Map(
        informationSets(game).map(({ key, state }) => [key, policy.probabilities(game, state)]),
      )
      return { text: legal[random().categorical(table.get(informationState)!)]!, trace: null }
    },
  }
}
