import type { Message } from 'coevo/bus'
import { oneLine } from 'coevo/core'
import type { Episode } from 'coevo/learn'
import { fixtureOf } from 'coevo/population'
import { Resignation, Unavailable } from './entrant.ts'
import type { PolicyFailure } from '../match/table.ts'

/** What becomes of a match in which an agent fails or falls silent: it loses, or plays it later. */
export type Failure = 'forfeit' | 'suspend'

/** An agent that fails so often in a batch, and never answers, is silent. */
const PATIENCE = 3
/** A server or the like that fails so often, and meanwhile never answers, is asked no more in a batch. */
const LIVE_PATIENCE = 8

/** Watches who has stopped answering while matches go on. */
export interface Vigil {
  /** Forgets everything, so that everybody is asked again. */
  readonly begin: () => void
  readonly fail: (failure: PolicyFailure) => void
  /** Hears what is said in the matches. */
  readonly hear: (message: Message) => void
  /** What a policy threw in a match; undefined where it threw nothing. */
  readonly errorOf: (match: number, seat: number) => unknown
  /** Why an agent has fallen silent; null for one that has not. */
  readonly silence: (agent: number) => string | null
}

export function openVigil(): Vigil {
  const errors = new Map<string, unknown>()
  const failures = new Map<number, { count: number; reason: string }>()
  const errorOf = (match: number, seat: number) => errors.get(`${match} ${seat}`)
  return {
    begin() {
      errors.clear()
      failures.clear()
    },
    fail: ({ session, seat, error }) => void errors.set(`${session} ${seat}`, error),
    hear({ session, from, type }) {
      if (type !== 'move' && type !== 'resign') return
      const seat = Number(from.replace('player-', ''))
      const agent = fixtureOf(Number(session)).seats[seat]!
      if (type === 'move') failures.delete(agent)
      else {
        const { count } = failures.get(agent) ?? { count: 0 }
        failures.set(agent, { count: count + 1, reason: reasonOf(errorOf(Number(session), seat)) })
      }
    },
    errorOf,
    silence(agent) {
      const known = failures.get(agent)
      return known !== undefined && known.count >= LIVE_PATIENCE ? known.reason : null
    },
  }
}

/** A match that an agent lost for want of an answer, and what its policy threw, if anything. */
export interface Absence {
  readonly match: number
  readonly agent: number
  readonly error: unknown
}

/** Tells whether somebody lost a match for want of an answer. */
export function absenceOf({ session, end, roles }: Episode, { errorOf }: Vigil): Absence | undefined {
  if (end !== 'timeout') return undefined
  const seat = roles.findIndex(({ forfeited }) => forfeited === true)
  return { match: session, agent: fixtureOf(session).seats[seat]!, error: errorOf(session, seat) }
}

/** Whether a match is not lost, but played later. */
export function isLater({ error }: Absence, failure: Failure): boolean {
  return error instanceof Unavailable || (failure === 'suspend' && !(error instanceof Resignation))
}

export function reasonOf(error: unknown): string {
  if (error === undefined) return 'it does not answer in time'
  return oneLine(error instanceof Error ? error.message : 'it fails')
}

/** Finds the agents that lost every match for want of an answer. */
export function silentAgents(
  episodes: readonly Episode[],
  absences: readonly Absence[],
): Map<number, string> {
  const lost = Map.groupBy(absences, ({ agent }) => agent)
  const matches = (agent: number) =>
    episodes.filter(({ session }) => fixtureOf(session).seats.includes(agent)).length
  return new Map(
    [...lost]
      .filter(([agent, all]) => all.length >= PATIENCE && all.length === matches(agent))
      .map(([agent, all]) => [agent, reasonOf(all.findLast(({ error }) => error !== undefined)?.error)]),
  )
}
