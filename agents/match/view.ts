import { UserError, type Json, type Random } from 'coevo/core'
import { sampleState, type Game, type Past } from 'coevo/game'
import type { Match } from './ruling.ts'

/** What a policy in the same process may know of the match at its turn, beside what it is asked. */
export interface View {
  /** Returns the state of a game that hides nothing. @throws UserError for another. */
  state(): Json
  /**
   * Draws a state from those that the player cannot tell from the real one; the only one where nothing is hidden.
   *
   * @throws UserError where none is found: give the game a `resample` method.
   */
  sample(random: Random): Json
}

/**
 * Lets whoever is to move look at a match.
 *
 * @param past what it wrote in each information state, where the game cannot draw states by itself
 */
export function viewOf(game: Game, { state }: Pick<Match, 'state'>, past: Past): View {
  return {
    state() {
      if (game.facets.information === 'perfect') return state
      throw new UserError(`${game.name} hides information: its state can only be sampled.`)
    },
    sample: (random) => sampleState(game, state, past, random),
  }
}
