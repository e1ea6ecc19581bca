import {
  admit,
  type BusProtocol,
  type JournalEntry,
  type Message,
  type Refused,
  roleOf,
} from '../../bus/index.ts'
import type { Monitor, Observation } from './monitor.ts'
import { SessionWatch, type Breach } from './session.ts'

/** What a recorded session came to. */
export interface SessionVerdict {
  readonly session: string
  /** How many messages entered the session. */
  readonly messages: number
  /** Promises that it did not keep. */
  readonly breaches: readonly Breach[]
  /** Messages that the journal says were accepted, and the protocol does not allow. */
  readonly foreign: readonly { readonly message: Message; readonly refused: Refused }[]
  /** The monitors whose goal it reached. */
  readonly reached: readonly string[]
}

/**
 * Checks a recorded journal: every message against the protocol, every session against its promises.
 *
 * A journal holds messages as they entered, and refusals. When they were delivered follows, because a bus
 * delivers first in, first out: before a message, everything up to its cause; before one without cause,
 * everything, unless its sender sent the one before without cause too: then they left together.
 * Schemas must accept what they return, since that is what was recorded.
 *
 * @param entries of any number of sessions, each in order; a session whose numbers begin anew is another.
 */
export function checkJournal(
  entries: Iterable<JournalEntry>,
  protocol: BusProtocol & { readonly monitors: readonly Monitor[] },
  monitors: readonly Monitor[] = protocol.monitors,
): SessionVerdict[] {
  return sessionsOf(entries).map((recorded) => {
    const { session } = recorded[0]!.message
    const watch = new SessionWatch(session, monitors)
    const breaches = [...observations(recorded)].flatMap((seen) => watch.see(seen))
    return {
      session,
      messages: recorded.filter(isAccepted).length,
      breaches: [...breaches, ...watch.end()],
      foreign: foreign(recorded, protocol),
      reached: [...watch.reached],
    }
  })
}

const isAccepted = ({ refused }: JournalEntry) => refused === null

/** True for the second entry of a message that was accepted and could not be delivered after all. */
const isSecond = ({ refused }: JournalEntry) =>
  refused?.reason === 'receiver failed' || refused?.reason === 'closed session'

function sessionsOf(entries: Iterable<JournalEntry>): JournalEntry[][] {
  const sessions: JournalEntry[][] = []
  const current = new Map<string, JournalEntry[]>()
  for (const entry of entries) {
    const { session, seq } = entry.message
    if (seq < 0) continue
    let list = current.get(session)
    if (list === undefined || (seq === 0 && !isSecond(entry))) {
      current.set(session, (list = []))
      sessions.push(list)
    }
    list.push(entry)
  }
  return sessions
}

/** Tells what happened in one session, in order. */
function* observations(entries: readonly JournalEntry[]): Generator<Observation> {
  const accepted = new Map<string, Message>()
  const causeOf = ({ cause }: Message) => (cause === null ? null : (accepted.get(cause) ?? null))
  let queue: Message[] = []
  let last: Message | null = null
  /** Delivers what entered before a place in the session. */
  function* deliver(end: number): Generator<Observation> {
    const due = queue.filter(({ seq }) => seq < end)
    queue = queue.filter(({ seq }) => seq >= end)
    for (const message of due) yield { at: 'delivered', message, cause: causeOf(message) }
  }
  for (const { message, refused } of entries) {
    if (refused?.reason === 'closed session') {
      yield* deliver(message.seq)
      queue = queue.filter(({ id }) => id !== message.id)
      continue
    }
    if (refused?.reason === 'receiver failed') yield* deliver(message.seq + 1)
    else {
      const cause = causeOf(message)
      const together: boolean = last !== null && last.cause === null && last.from === message.from
      if (cause !== null) yield* deliver(cause.seq + 1)
      else if (!together) yield* deliver(message.seq)
      last = message
    }
    if (refused !== null) yield { at: 'refused', message, refused }
    else {
      accepted.set(message.id, message)
      queue.push(message)
      yield { at: 'sent', message, cause: causeOf(message) }
    }
  }
  yield* deliver(Infinity)
}

function foreign(entries: readonly JournalEntry[], protocol: BusProtocol): SessionVerdict['foreign'] {
  const accepted = entries.filter(isAccepted).map(({ message }) => message)
  const addresses = new Map(
    accepted
      .flatMap(({ from, to }) => [from, to])
      .map((address) => [address, roleOf(address)] as const)
      .filter(([, role]) => Object.hasOwn(protocol.roles, role)),
  )
  return accepted.flatMap((message) => {
    const verdict = admit({ protocol, addresses }, { from: message.from, state: undefined, draft: message })
    return 'refused' in verdict ? [{ message, refused: verdict.refused }] : []
  })
}
