import { UserError } from '../core/index.ts'
import type { GamePolicy, PolicyTable } from './policy.ts'

/** Plays every legal action with the same probability. */
export const uniform: GamePolicy = {
  name: 'uniform',
  probabilities(game, state) {
    const { length } = game.legal(state)
    return Array<number>(length).fill(1 / length)
  },
}

/** Plays the first legal action. */
export const first: GamePolicy = {
  name: 'first',
  probabilities: (game, state) => game.legal(state).map((_, i) => (i === 0 ? 1 : 0)),
}

/**
 * Plays by a table.
 *
 * @throws UserError (when asked) for an information state that the table lacks.
 */
export function tablePolicy(name: string, table: PolicyTable): GamePolicy {
  return {
    name,
    probabilities(game, state) {
      const actor = game.actor(state)
      const key = typeof actor === 'number' ? game.informationState(state, actor) : `(${actor} to act)`
      const probabilities = table.get(key)
      if (probabilities === undefined)
        throw new UserError(
          `The policy '${name}' has no entry for '${key}' of ${game.name}; was it made for another game?`,
        )
      return probabilities
    },
  }
}
