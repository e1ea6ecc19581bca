import { canonicalJson, messageOf, stream, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { freeze } from './probe.ts'
import type { Report } from './rules.ts'

/** How many states are drawn for each. */
const DRAWS = 2

/** Compares the states that a game draws, over a whole walk. */
export interface ResampleCheck<State> {
  visit(state: State, report: Report): void
}

/**
 * Starts a comparison with nothing seen: a drawn state must be one that the player to move cannot tell from the
 * real one, and the same for two states that it cannot tell apart.
 */
export function checkResample<State extends Json>(game: Game<State>): ResampleCheck<State> {
  const known = new Map<string, string>()
  return {
    visit(state, report) {
      const player = game.actor(state)
      if (game.resample === undefined || typeof player !== 'number') return
      const key = game.informationState(state, player)
      try {
        const drawn = Array.from({ length: DRAWS }, (_, i) =>
          game.resample!(freeze(state), stream('conformance', 'resample', key, i)),
        )
        for (const other of drawn)
          if (game.actor(other) !== player || game.informationState(other, player) !== key)
            report(
              'resampling',
              `player ${player} can tell ${canonicalJson(other)} from ${canonicalJson(state)}`,
            )
        const text = canonicalJson(drawn)
        const before = known.get(key)
        known.set(key, text)
        if (before !== undefined && before !== text)
          report('resampling', `states that share information state '${key}' are drawn from differently`)
      } catch (error) {
        report('resampling', messageOf(error))
      }
    },
  }
}
