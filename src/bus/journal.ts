import type { Message } from './message.ts'

/** Why the bus did not deliver a message. */
export type Refusal =
  | 'closed session'
  | 'unknown type'
  | 'unknown sender'
  | 'unknown receiver'
  | 'wrong direction'
  | 'wrong state'
  | 'invalid payload'
  | 'receiver failed'

/** A refusal: its kind, and the particulars in one sentence. */
export interface Refused {
  readonly reason: Refusal
  readonly detail: string
}

/** One line of a journal: a message, and why it was refused; null for one that was accepted. */
export interface JournalEntry {
  readonly message: Message
  readonly refused: Refused | null
}

/**
 * Where a bus writes every message as it enters, refused ones too.
 *
 * A message that was accepted and could not be delivered after all has a second entry, which says why.
 * The entries of one session are the same in every run with the same seed; how those of different
 * sessions interleave depends on the concurrency.
 */
export interface Journal {
  append(entry: JournalEntry): void
}

/** Keeps a journal in memory, by session. */
export function memoryJournal(): Journal & {
  /** The entries of one session in order; empty for a session that nobody spoke in. */
  session(session: string): readonly JournalEntry[]
  sessions(): readonly string[]
} {
  const entries = new Map<string, JournalEntry[]>()
  return {
    append(entry) {
      const { session } = entry.message
      const list = entries.get(session)
      if (list === undefined) entries.set(session, [entry])
      else list.push(entry)
    },
    session: (session) => entries.get(session) ?? [],
    sessions: () => [...entries.keys()],
  }
}
