import { createBus, type Journal } from 'coevo/bus'
import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { createStepper, type Clock } from 'coevo/protocol'
import type { IllegalRule } from './illegal-rule.ts'
import { matchProtocol } from './match.ts'
import { createPlayer } from './player.ts'
import type { Policy } from './policy.ts'
import { createReferee } from './referee.ts'
import { createTable } from './table.ts'

/** What is played, by whom, and how. */
export interface PlayMatchesOptions {
  readonly game: Game
  /** The policies by seat, or who sits there in a session. */
  readonly seats: readonly Policy[] | ((session: number) => readonly Policy[])
  readonly rule: IllegalRule
  /** Names every random stream, together with the session's number. */
  readonly seed: number
  /** The sessions' numbers, each once. */
  readonly sessions: readonly number[]
  /** How many sessions are open at once, at most. It changes the speed and nothing else. */
  readonly concurrency: number
  readonly journal?: Journal
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts>
  /**
   * Real time, for policies that may never answer. Without it time is virtual: it stands still while a
   * policy works, and a timeout fires when nothing else can happen.
   */
  readonly clock?: Clock
}

/**
 * Plays matches through referees, players and the bus.
 *
 * @returns one episode a session, sorted by its number; an episode depends on the seed, its number and
 * the policies, not on the concurrency.
 * @throws what a policy threw in the first session that failed.
 */
export async function playMatches(options: PlayMatchesOptions): Promise<Episode[]> {
  const { game, seats, rule, seed, sessions, concurrency, journal, timeouts, clock } = options
  const { players } = game.facets
  if (typeof seats !== 'function' && seats.length !== players)
    throw new UserError(`${game.name} has ${players} players, not ${seats.length}: name one policy for each.`)
  const bus = createBus({ messages: matchProtocol.messages, ...(journal === undefined ? {} : { journal }) })
  const referee = createStepper(createReferee(game, { rule, timeouts }))
  const player = createStepper(createPlayer({ timeouts }))
  const episodes: Episode[] = []
  const failures: { readonly session: number; readonly error: unknown }[] = []
  const queue = sessions.values()
  async function serve(): Promise<void> {
    const table = createTable({ bus, game: game.name, players, referee, player, seed, clock: clock ?? null })
    for (const session of queue) {
      try {
        episodes.push(await table.play(session, typeof seats === 'function' ? seats(session) : seats))
      } catch (error) {
        failures.push({ session, error })
      }
      if (failures.length > 0) return
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, sessions.length) }, serve))
  const [failed] = failures.toSorted((a, b) => a.session - b.session)
  if (failed !== undefined) throw failed.error
  return episodes.toSorted((a, b) => a.session - b.session)
}
