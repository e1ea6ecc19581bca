import { EventEmitter } from 'eventemitter3'
import { type Addresses, admit, type BusProtocol, seat } from './admit.ts'
import type { Journal, JournalEntry, Refused } from './journal.ts'
import type { Draft, Message } from './message.ts'

/** Who takes part in a session: an address ('referee', 'player-0') and what it does with a message. */
export type Receivers = ReadonlyMap<string, (message: Message) => void>

/** What the bus tells observers. */
export interface BusEvents {
  /** The id of a session that was opened. */
  open: [session: string]
  /** A message that was accepted and waits for its delivery. */
  sent: [message: Message]
  /** A message that is about to be delivered. */
  message: [message: Message]
  /** A message that was refused, with the reason. */
  error: [entry: JournalEntry & { readonly refused: Refused }]
  /** The id of a session that was closed; a message that it left in the queue is refused later. */
  close: [session: string]
}

/** One open conversation. */
export interface BusSession {
  readonly id: string
  /**
   * Puts a message in the queue; it is delivered by `Bus.drain`, after those sent before it.
   *
   * @param state the state of the sender's machine when it took the event that made it send; without it,
   * a message passes in any state.
   */
  send(from: string, draft: Draft, cause: string | null, state?: string): void
  /** Refuses every later message of the session, those still in the queue included. */
  close(): void
}

/** Carries messages between the agents of many sessions, first in, first out. */
export interface Bus extends EventEmitter<BusEvents> {
  /**
   * Opens a session.
   *
   * @throws Error when one with this id is open.
   * @throws UserError when the receivers do not fit the protocol's roles.
   */
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
 * Creates a bus for sessions of this protocol.
 *
 * A message is checked when it is sent: see `admit`. One that fails is journalled and reported as an
 * 'error' event; the sender sees nothing of it. The payload that is delivered is the one that the schema
 * returns.
 */
export function createBus({ protocol, journal }: { protocol: BusProtocol; journal?: Journal }): Bus {
  return new QueueBus(protocol, journal)
}

class QueueBus extends EventEmitter<BusEvents> implements Bus {
  readonly #protocol: BusProtocol
  readonly #journal: Journal | undefined
  readonly #open = new Set<string>()
  #queue: { message: Message; session: Session }[] = []
  #draining = false

  constructor(protocol: BusProtocol, journal: Journal | undefined) {
    super()
    this.#protocol = protocol
    this.#journal = journal
  }

  open(id: string, receivers: Receivers): BusSession {
    if (this.#open.has(id)) throw new Error(`session '${id}' is open already`)
    const addresses = seat(this.#protocol, receivers.keys())
    this.#open.add(id)
    this.emit('open', id)
    const session: Session = {
      id,
      receivers,
      protocol: this.#protocol,
      addresses,
      seq: 0,
      isOpen: true,
      send: (from, draft, cause, state) => this.#enter(session, from, draft, cause, state),
      close: () => {
        if (!session.isOpen) return
        session.isOpen = false
        this.#open.delete(id)
        this.emit('close', id)
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

  #enter(session: Session, from: string, draft: Draft, cause: string | null, state?: string): void {
    const { id, isOpen } = session
    const { to, type, payload } = draft
    const seq = isOpen ? session.seq++ : NOWHERE
    const sent: Message = { id: `${id}#${seq}`, session: id, from, to, type, payload, seq, cause }
    if (!isOpen) return this.#refuse(sent, { reason: 'closed session', detail: `session '${id}' is closed` })
    const admission = admit(session, { from, state, draft })
    if ('refused' in admission) return this.#refuse(sent, admission.refused)
    const message = admission.payload === payload ? sent : { ...sent, payload: admission.payload }
    this.#journal?.append({ message, refused: null })
    this.#queue.push({ message, session })
    this.emit('sent', message)
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
}

interface Session extends BusSession {
  readonly receivers: Receivers
  readonly protocol: BusProtocol
  readonly addresses: Addresses
  seq: number
  isOpen: boolean
}
