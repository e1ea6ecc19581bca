import { createBus, type Bus, type Journal } from 'coevo/bus'
import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { createStepper, watchBus, type Breach, type Clock } from 'coevo/protocol'
import type { IllegalRule } from './illegal-rule.ts'
import { matchProtocol } from './match.ts'
import { createPlayer } from './player.ts'
import type { Policy } from './policy.ts'
import { createReferee, type RefereeOptions } from './referee.ts'
import { createTable, type PolicyFailure, type Table } from './table.ts'

/** What is played in a hall, and how. */
export interface HallOptions {
  readonly game: Game
  readonly rule: IllegalRule
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts>
  /**
   * Real time, for policies that may never answer. Without it time is virtual: it stands still while a
   * policy works, and a timeout fires when nothing else can happen.
   */
  readonly clock?: Clock
  /** Where chance is not to come from the session's own streams. */
  readonly chance?: RefereeOptions['chance']
  /**
   * Is told what a policy threw; its player then resigns and the match is lost by rule. Without this, such a
   * failure stops the round.
   */
  readonly forgive?: (failure: PolicyFailure) => void
  /** Watches every match, and is called with each promise of the protocol's that one does not keep. */
  readonly watch?: (breach: Breach) => void
}

/** Which matches are played, and by whom. */
export interface Round {
  /** The policies by seat, or who sits there in a session. */
  readonly seats: readonly Policy[] | ((session: number) => readonly Policy[])
  /** Names every random stream, together with the session's number. */
  readonly seed: number
  /** The sessions' numbers, each once. */
  readonly sessions: readonly number[]
  /** How many sessions are open at once, at most. It changes the speed and nothing else. */
  readonly concurrency: number
  /** Takes every message; a message's session is the session's number. */
  readonly journal?: Journal
}

/** A bus and the tables on it, which serve round after round. */
export interface Hall {
  readonly bus: Bus
  /**
   * Plays matches through referees, players and the bus; one round at a time.
   *
   * @returns one episode a session, sorted by number; an episode depends on the seed, its number and the
   * policies, not on the concurrency.
   * @throws what a policy threw in the first session that failed.
   */
  play(round: Round): Promise<Episode[]>
}

/** Opens a hall. Tables are set up when a round needs them, and kept. */
export function openHall({ game, rule, timeouts, clock, chance, forgive, watch }: HallOptions): Hall {
  const { players } = game.facets
  let journal: Journal | undefined
  const bus = createBus({
    protocol: matchProtocol,
    journal: { append: (entry) => journal?.append(entry) },
  })
  const referee = createStepper(createReferee(game, { rule, timeouts, ...(chance && { chance }) }))
  const player = createStepper(createPlayer({ timeouts }))
  let tables: Table[] = []
  let failures: { readonly session: number; readonly error: unknown }[] = []
  bus.on('error', ({ message: { id, session, type }, refused: { reason, detail } }) => {
    // A receiver's own failure comes from its table; a late message harms nobody.
    if (reason === 'receiver failed' || reason === 'closed session') return
    failures.push({
      session: Number(session),
      error: new Error(`the bus refused ${type} (${id}): ${detail}`),
    })
  })
  const watcher = watch === undefined ? null : watchBus(bus, matchProtocol.monitors, watch)
  const setUp = () =>
    createTable({
      bus,
      game,
      referee,
      player,
      clock: clock ?? null,
      forgive: forgive ?? null,
      watcher,
    })

  async function play({ seats, seed, sessions, concurrency, ...round }: Round): Promise<Episode[]> {
    journal = round.journal
    const episodes: Episode[] = []
    failures = []
    const queue = sessions.values()
    const serve = async (table: Table) => {
      for (const session of queue) {
        try {
          const policies = typeof seats === 'function' ? seats(session) : seats
          if (policies.length !== players)
            throw new UserError(
              `${game.name} has ${players} players, not ${policies.length}: name a policy for each.`,
            )
          episodes.push(await table.play(seed, session, policies))
        } catch (error) {
          failures.push({ session, error })
        }
        if (failures.length > 0) return
      }
    }
    const wanted = Math.max(1, Math.min(concurrency, sessions.length))
    while (tables.length < wanted) tables.push(setUp())
    await Promise.all(tables.slice(0, wanted).map(serve))
    const [failed] = failures.toSorted((a, b) => a.session - b.session)
    if (failed === undefined) return episodes.toSorted((a, b) => a.session - b.session)
    tables = []
    throw failed.error
  }
  return { bus, play }
}
