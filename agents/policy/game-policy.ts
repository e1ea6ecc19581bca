import { stream } from 'coevo/core'
import {
  first as firstly,
  informationSets,
  uniform as uniformly,
  type Game,
  type GamePolicy,
  type PolicyTable,
} from 'coevo/game'
import type { Policy } from './policy.ts'

/** Chooses every legal action with the same probability. */
export const uniform: Policy = {
  name: 'uniform',
  model: null,
  decide: ({ legal }, random) => ({ text: legal[random().int(legal.length)]!, trace: null }),
  table: (game) => tableFor(game, uniformly),
}

/** Chooses the first legal action. */
export const first: Policy = {
  name: 'first',
  model: null,
  decide: ({ legal }) => ({ text: legal[0]!, trace: null }),
  table: (game) => tableFor(game, firstly),
}

function tableFor(game: Game, policy: GamePolicy): PolicyTable {
  return new Map(informationSets(game).map(({ key, state }) => [key, policy.probabilities(game, state)]))
}

/** Past this many information states, what is kept of them is made anew. */
const KEPT = 100_000

/**
 * Lets a policy over states decide for a player, who knows the information state only: it is asked about one state
 * of each, drawn from those that the player cannot tell apart.
 */
export function fromGamePolicy(game: Game, policy: GamePolicy): Policy {
  const table = new Map<string, readonly number[]>()
  return {
    name: policy.name,
    model: null,
    table: (asked) => tableFor(asked, policy),
    decide({ informationState, legal }, random, view) {
      let probabilities = table.get(informationState)
      if (probabilities === undefined) {
        if (table.size >= KEPT) table.clear()
        const state = view.sample(stream('one state of', informationState))
        probabilities = policy.probabilities(game, state)
        table.set(informationState, probabilities)
      }
      return { text: legal[random().categorical(probabilities)]!, trace: null }
    },
  }
}
