import type { EventObject } from 'xstate'
import type { Json } from '../core/index.ts'
import type { Move, Mover } from '../protocol/index.ts'

export type { Move } from '../protocol/index.ts'

/** What an invoked actor (a model, say) comes to. */
export type Outcome =
  | { readonly kind: 'returns'; readonly value: unknown }
  | { readonly kind: 'throws'; readonly error: unknown }
  /** Nobody ever hears of it again. */
  | { readonly kind: 'never' }

/** What an agent is restarted with after a crash: its last state, or nothing. */
export type Restart = 'snapshot' | 'fresh'

/**
 * An agent as the checker and `runSystem` see it: pure functions from state and event to state and effects.
 *
 * A state's name is the one in the protocol; nested ones as 'outer.inner'.
 *
 * `fromMachine` makes one of the XState machine that runs in production, `fromReducer` of plain functions.
 */
export interface Behaviour<State = unknown> extends Mover<State> {
  /**
   * All that the future depends on, as plain data: of two states with equal data one is explored.
   *
   * @throws TypeError naming the path of what is not plain data.
   */
  dataOf(state: State): Json
  /** The state of such data, as it was saved; where it is left out, states are their own data. */
  stateOf?(data: Json): State
  /** False where a message stays on its way until the agent is in another state; always true, if left out. */
  takes?(state: State, message: EventObject): boolean
  /** Steps that the agent may take by itself in a state; none, if left out. */
  spontaneous?(state: State): readonly EventObject[]
  /** What an invoked actor may come to, the dullest outcome first; never empty. */
  outcomes(source: string, input: unknown): readonly Outcome[]
  /** By the name of each actor that it is known to invoke: whether `outcomes` can tell what may come of it. */
  readonly invokes?: Readonly<Record<string, boolean>>
  /**
   * The state, with every agent it names renamed; where agents are interchangeable. What stands for a set
   * must be put in order again. If left out, every text in it that is an address is replaced.
   */
  renamed?(state: State, rename: (address: string) => string): State
  /** Draws its states in Mermaid, where it has any that can be drawn. */
  readonly diagram?: () => string
  /** The ways it may come back after a crash. */
  readonly restarts: readonly Restart[]
  /**
   * Where it goes on from its last snapshot, without the timers and actors of before. If left out, it goes on
   * where it was: every timer that ran is set anew with its whole delay, every actor that had not answered
   * is asked again.
   */
  restore?(state: State): Move<State>
  /** True where timers that ran are gone after a crash, while the rest goes on: as XState's own actors do it. */
  readonly losesTimers?: boolean
}
