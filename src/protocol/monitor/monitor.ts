import type { Message, Refused } from '../../bus/index.ts'
import type { Json } from '../../core/index.ts'

/** What a monitor sees. */
export type Observation<M extends Message = Message> =
  /**
   * A message entered the bus, or reached its receiver. `cause`: the message that its sender was dealing
   * with; null when time passed, or an order came from outside.
   */
  | { readonly at: 'sent' | 'delivered'; readonly message: M; readonly cause: M | null }
  /** The bus would not have it. */
  | { readonly at: 'refused'; readonly message: Message; readonly refused: Refused }
  /** An effect of an agent's other than a message. Recorded journals hold none. */
  | { readonly at: 'act'; readonly by: string; readonly type: string; readonly params: unknown }
  /** An agent came back after a crash, with its last snapshot or with none. */
  | { readonly at: 'restarted'; readonly address: string; readonly remembers: boolean }

/**
 * A promise, as a machine without side effects that watches one session.
 *
 * It runs over live buses, recorded journals and inside the checker, and changes nothing there. In the checker
 * the sessions that orders name are open from the start; without orders, there is one.
 * Two kinds of promise: nothing bad happens (`broken`), something good does in the end (`hot`).
 */
export interface Monitor<M extends Message = Message, State extends Json = Json> {
  /** The promise, as a sentence: 'every match ends'. */
  readonly name: string
  /** Its state before anything happened. Plain data, as all its states. */
  readonly initial: State
  /** Returns the next state; the same object where nothing changed. */
  next(state: State, seen: Observation<M>): State
  /** Says in a sentence what went wrong, when a state breaks the promise; null while it holds. */
  broken(state: State): string | null
  /** True while something is still owed: a session must not come to rest in such a state. */
  hot(state: State): boolean
  /**
   * True for a state that some session must reach, or the others prove nothing; left out where there is
   * no such promise.
   */
  goal?(state: State): boolean
  /**
   * True for what changes none of its states, whichever it is in: the checker then need not try it in every
   * order with other things. Left out, it may be that everything changes something.
   */
  ignores?(seen: Observation<M>): boolean
}
