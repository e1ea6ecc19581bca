import { EventEmitter } from 'eventemitter3'
import type { Journal, JournalEntry, Refusal, Refused } from './journal.ts'
import { type Draft, type Message, roleOf } from './message.ts'
import { checkPayload, type MessageType, type MessageTypes } from './schema.ts'

/** Who takes part in a session: an address ('referee', 'player-0') and what it does with a message. */
export type Receivers = ReadonlyMap<string, (message: Message) => void>

/** What the bus tells observers. */
export interface BusEvents {
  /** A message that is about to be delivered. */
  message: [message: Message]
  /** A message that was refused, with the reason. */
  error: [entry: JournalEntry & { readonly refused: Refused }]
}

/** One open conversation. */
export interface BusSession {
  readonly id: string
  /** Puts a message in the queue; it is delivered by `Bus.drain`, after those sent before it. */
  send(from: string, draft: Draft, cause: string | null): void
  /** Refuses every later message of the session, those still in the queue included. */
  close(): void
}

/** Carries messages between the agents of many sessions, first in, first out. */
export interface Bus extends EventEmitter<BusEvents> {
  /** Opens a session. @throws Error when one with this id is open. */
  open(id: string, receivers: Receivers): BusSession
  /**
   * Delivers what is in the queue, and what that makes the receivers send, until the queue is empty.
   * Called by a receiver, it returns at once: the delivery under way goes on with what was added.
   */
  drain(): void
}

/** Ids and `seq` of a message that belongs to no open session: it has no place in one. */
const NOWHERE = -1

/**
 * Creates a bus for these types of message.
 *
 * A message is checked when it is sent: session, sender, receiver, type, direction and payload. One that
 * fails is journalled and reported as an 'error' event; the sender sees nothing of it. The payload that
 * is delivered is the one that the schema returns.
 */
export function createBus({ messages, journal }: { messages: MessageTypes; journal?: Journal }): Bus {
  return new QueueBus(new Map(Object.entries(messages)), journal)
}

class QueueBus extends EventEmitter<BusEvents> implements Bus {
  readonly #types: ReadonlyMap<string, MessageType>
  readonly #journal: Journal | undefined
  readonly #open = new Set<string>()
  readonly #roles = new Map<string, string>()
  #queue: { message: Message; session: Session }[] = []
  #draining = false

  constructor(types: ReadonlyMap<string, MessageType>, journal: Journal | undefined) {
    super()
    this.#types = types
    this.#journal = journal
  }

  open(id: string, receivers: Receivers): BusSession {
    if (this.#open.has(id)) throw new Error(`session '${id}' is open already`)
    this.#open.add(id)
    const session: Session = {
      id,
      receivers,
      seq: 0,
      isOpen: true,
      send: (from, draft, cause) => this.#enter(session, from, draft, cause),
      close: () => {
        session.isOpen = false
        this.#open.delete(id)
      },
    }
    return session
  }

  drain(): void {
    if (this.#draining) return
    this.#draining = true
    let next = 0
    try {
      while (next < this.#queue.length) {
        const { message, session } = this.#queue[next++]!
        this.#deliver(message, session)
      }
    } finally {
      this.#queue = this.#queue.slice(next)
      this.#draining = false
    }
  }

  #enter(session: Session, from: string, { to, type, payload }: Draft, cause: string | null): void {
    const seq = session.isOpen ? session.seq++ : NOWHERE
    const sent: Message = {
      id: `${session.id}#${seq}`,
      session: session.id,
      from,
      to,
      type,
      payload,
      seq,
      cause,
    }
    const known = this.#types.get(type)
    const refuse = (reason: Refusal, detail: string) => this.#refuse(sent, { reason, detail })
    if (!session.isOpen) return refuse('closed session', `session '${session.id}' is closed`)
    if (known === undefined) return refuse('unknown type', `there is no message type '${type}'`)
    if (!session.receivers.has(from)) return refuse('unknown sender', `'${from}' is not in the session`)
    if (!session.receivers.has(to)) return refuse('unknown receiver', `'${to}' is not in the session`)
    if (this.#roleOf(from) !== known.from || this.#roleOf(to) !== known.to)
      return refuse(
        'wrong direction',
        `'${type}' goes from ${known.from} to ${known.to}, not from ${from} to ${to}`,
      )
    const verdict = checkPayload(known.payload, payload)
    if ('problem' in verdict) return refuse('invalid payload', verdict.problem)
    const message = verdict.value === payload ? sent : { ...sent, payload: verdict.value }
    this.#journal?.append({ message, refused: null })
    this.#queue.push({ message, session })
  }

  #deliver(message: Message, session: Session): void {
    if (!session.isOpen) {
      const detail = `session '${session.id}' closed before the message was delivered`
      return this.#refuse(message, { reason: 'closed session', detail })
    }
    this.emit('message', message)
    try {
      session.receivers.get(message.to)!(message)
    } catch (error) {
      this.#refuse(message, {
        reason: 'receiver failed',
        detail: error instanceof Error ? error.message : String(error),
      })
    }
  }

  #refuse(message: Message, refused: Refused): void {
    const entry = { message, refused }
    this.#journal?.append(entry)
    this.emit('error', entry)
  }

  #roleOf(address: string): string {
    let role = this.#roles.get(address)
    if (role === undefined) this.#roles.set(address, (role = roleOf(address)))
    return role
  }
}

interface Session extends BusSession {
  readonly receivers: Receivers
  seq: number
  isOpen: boolean
}
