import type { EventObject } from 'xstate'
import type { Json } from '../core/index.ts'
import type { Effect } from '../protocol/index.ts'

/** What an invoked actor (a model, say) comes to. */
export type Outcome =
  | { readonly kind: 'returns'; readonly value: unknown }
  | { readonly kind: 'throws'; readonly error: unknown }
  /** Nobody ever hears of it again. */
  | { readonly kind: 'never' }

/** Where a behaviour is and what it asks for. */
export interface Move<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

/** What an agent is restarted with after a crash: its last state, or nothing. */
export type Restart = 'snapshot' | 'fresh'

/**
 * An agent as the checker sees it: pure functions from state and event to state and effects.
 *
 * `fromMachine` makes one of the XState machine that runs in production, `fromReducer` of plain functions.
 */
export interface Behaviour<State = unknown> {
  initial(): Move<State>
  next(state: State, event: EventObject): Move<State>
  /** The state's name in the protocol; nested ones as 'outer.inner'. */
  nameOf(state: State): string
  /**
   * All that the future depends on, as plain data: of two states with equal data one is explored.
   *
   * @throws TypeError naming the path of what is not plain data.
   */
  dataOf(state: State): Json
  /** False where a message stays on its way until the agent is in another state; always true, if left out. */
  takes?(state: State, message: EventObject): boolean
  /** Steps that the agent may take by itself in a state; none, if left out. */
  spontaneous?(state: State): readonly EventObject[]
  /** What an invoked actor may come to, the dullest outcome first; never empty. */
  outcomes(source: string, input: unknown): readonly Outcome[]
  /**
   * The state, with every agent it names renamed; where agents are interchangeable. What stands for a set
   * must be put in order again. If left out, every text in it that is an address is replaced.
   */
  renamed?(state: State, rename: (address: string) => string): State
  /** The ways it may come back after a crash. */
  readonly restarts: readonly Restart[]
  /** Where it goes on from its last snapshot; where it was, if left out. */
  restore?(state: State): Move<State>
}
