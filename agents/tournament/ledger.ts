import { fixtureOf, isOpen, type Account, type PlayedMatch, type TournamentEvent } from 'coevo/population'
import type { RunStore } from 'coevo/store'
import { playedMatch, readTournament, type TournamentState } from './tournament-record.ts'
import { together } from '../policy/account.ts'
import type { Venue } from './venue.ts'

/** How a tournament is watched, paced and stopped. */
export interface Pace {
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: TournamentEvent) => void) | undefined
  /** Milliseconds: with it, matches are recorded every two seconds or so, however slow the agents. */
  readonly now?: (() => number) | undefined
}

/** The matches of a tournament that have been played, and what plays the others. */
export interface Ledger {
  /** By number. */
  readonly played: ReadonlyMap<number, PlayedMatch>
  /** Agents that stopped answering, by number, and why. */
  readonly suspended: ReadonlyMap<number, string>
  /** What the agents that count have taken in all, by name. */
  readonly accounts: () => Readonly<Record<string, Account>>
  /**
   * Plays those of these matches that are missing and records them, batch by batch; `recorded` is called after
   * each batch. Returns what stopped it before all were played: a signal, or, where pairings follow results, an
   * agent that is suspended; null where nothing did.
   */
  play(numbers: readonly number[], recorded: () => void): Promise<'signal' | 'suspended' | null>
}

/** How many matches are recorded together, where nobody looks at a clock. */
export const BATCH = 1024
/** With a clock: how many at first and at most, and how many milliseconds they are to take. */
const FIRST = 16
const MOST = 4096
const MILLISECONDS = 2000

/** Opens the ledger that a tournament's folder holds. */
export function openLedger(
  store: RunStore,
  state: TournamentState,
  venue: Venue,
  { signal, onEvent: tell = () => {}, now }: Pace,
): Ledger {
  const { agents } = state
  const { format } = readTournament(store)
  const played = new Map<number, PlayedMatch>()
  const suspended = new Map<number, string>()
  let step = store.checkpoint?.step ?? -1
  let size = now === undefined ? BATCH : FIRST
  for (const episode of store.episodes()) played.set(episode.session, playedMatch(episode, agents))
  let ended = played.size

  function accounts(): Record<string, Account> {
    const counted = agents.flatMap((agent, number) => {
      const before = state.accounts[agent]
      const now = venue.accountOf(number)
      if (now === null) return before === undefined ? [] : [[agent, before] as const]
      return [[agent, before === undefined ? now : together(before, now)] as const]
    })
    return Object.fromEntries(counted)
  }

  async function playBatch(numbers: readonly number[]): Promise<void> {
    const begin = now?.() ?? 0
    const { episodes, journal, silent, missing } = await venue.play(numbers, () =>
      tell({ type: 'match', played: ++ended }),
    )
    store.commitStep({ step: ++step, episodes, journal })
    await store.commitCheckpoint({
      step,
      state: { ...state, accounts: accounts() },
      write: () => Promise.resolve(),
    })
    for (const episode of episodes) played.set(episode.session, playedMatch(episode, agents))
    ended = played.size
    // Where pairings follow results, every match of a round is needed: it is forfeited in its turn.
    for (const [agent, reason] of [...(isOpen(format) ? silent : []), ...missing]) {
      // Whoever is told to stop has not fallen silent.
      if (suspended.has(agent) || signal?.aborted === true) continue
      suspended.set(agent, reason)
      tell({ type: 'suspended', agent: agents[agent]!, reason })
    }
    if (now === undefined || numbers.some((number) => venue.hasPerson(number))) return
    const wanted = (size * MILLISECONDS) / Math.max(1, now() - begin)
    size = Math.round(Math.min(MOST, size * 4, Math.max(1, size / 4, wanted)))
  }

  return {
    played,
    suspended,
    accounts,
    async play(numbers, recorded) {
      const isDue = (number: number) =>
        !played.has(number) && !fixtureOf(number).seats.some((agent) => suspended.has(agent))
      for (let missing = numbers.filter(isDue); missing.length > 0; missing = missing.filter(isDue)) {
        // Agents that answer at once leave no gap for whoever presses Ctrl-C.
        await new Promise((resolve) => setImmediate(resolve))
        if (signal?.aborted === true) return 'signal'
        // Nobody waits for a person, whose matches are recorded one by one.
        const others = missing.filter((number) => !venue.hasPerson(number))
        await playBatch(others.length > 0 ? others.slice(0, size) : missing.slice(0, 1))
        recorded()
        if (suspended.size > 0 && !isOpen(format)) return 'suspended'
      }
      return null
    },
  }
}
