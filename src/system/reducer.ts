import type { DoneActorEvent, ErrorActorEvent, EventObject } from 'xstate'
import { lookUp, UserError, type Json } from '../core/index.ts'
import type { Effect, Incoming, Outgoing, Protocol } from '../protocol/index.ts'
import type { Behaviour, Move, Outcome, Restart } from './behaviour.ts'

type RoleOf<P extends Protocol> = keyof P['roles'] & string
type TimeoutOf<P extends Protocol> = keyof P['timeouts'] & string

/** What happens to a reducer. */
export type ReducerEvent<
  P extends Protocol,
  Role extends RoleOf<P>,
  Step extends string = never,
  Source extends string = never,
> =
  | Incoming<P, Role>
  /** A step of its own. */
  | (Step extends string ? { readonly type: Step } : never)
  /** A timer that it started is due. */
  | { readonly type: `timeout.${TimeoutOf<P>}` }
  /** What it invoked has an answer. */
  | (Source extends string ? DoneActorEvent<unknown, Source> | ErrorActorEvent<unknown, Source> : never)

/** How a reducer asks for effects. They happen after its step, in the order of the calls. */
export interface Ask<P extends Protocol, Role extends RoleOf<P>, Source extends string = never> {
  readonly send: (draft: Outgoing<P, Role>) => void
  /** Starts a timer of the protocol's, anew if it runs. */
  readonly start: (timeout: TimeoutOf<P>) => void
  readonly cancel: (timeout: TimeoutOf<P>) => void
  /** Asks an actor: a model, say. */
  readonly invoke: (source: Source, input?: unknown) => void
  /** Does not want the actor's answer any more. */
  readonly stop: (source: Source) => void
  /** Does something else that monitors see. */
  readonly act: (type: string, params?: unknown) => void
}

/** A role in plain functions of plain data, which they must not change. */
export interface Reducer<
  P extends Protocol,
  Role extends RoleOf<P>,
  State extends Json,
  Step extends string = never,
  Source extends string = never,
> {
  readonly initial: NoInfer<State>
  /** By the name of an actor that it invokes: what it may come to, the dullest outcome first. */
  readonly outcomes?: Readonly<Record<Source, (input: never) => readonly Outcome[]>>
  /** The steps that it may take by itself in a state; none, if left out. */
  readonly spontaneous?: (state: State) => readonly Step[]
  /** What it asks for at its start. */
  readonly begin?: (ask: Ask<P, Role, Source>) => void
  /** False where a message stays on its way until another state takes it. */
  readonly takes?: (state: State, message: Incoming<P, Role>) => boolean
  /** Returns the next state; its declared type is that of all states. */
  readonly next: (
    state: State,
    event: ReducerEvent<P, Role, Step, Source>,
    ask: Ask<P, Role, Source>,
  ) => State
  /** The state's name in the protocol; if left out, the state where it is text, and else its `name`. */
  readonly nameOf?: (state: State) => string
  /** As `Behaviour.renamed`. */
  readonly renamed?: (state: State, rename: (address: string) => string) => State
  /** The ways it may come back after a crash; both, if left out. */
  readonly restarts?: readonly Restart[]
}

/**
 * Makes a behaviour of plain functions: the shortest way to write down a role that is to be checked.
 *
 * @example
 * type Host = 'idle' | 'asking' | 'happy' | 'alone'
 *
 * const host = fromReducer(greeting, 'host', {
 *   initial: 'idle',
 *   spontaneous: (state: Host) => (state === 'idle' ? ['greet'] : []),
 *   next(_state, event, { send, start, cancel }): Host {
 *     switch (event.type) {
 *       case 'greet':
 *         send({ to: 'guest-0', type: 'hello', payload: {} })
 *         start('reply')
 *         return 'asking'
 *       case 'welcome':
 *         cancel('reply')
 *         return 'happy'
 *       case 'timeout.reply':
 *         return 'alone'
 *     }
 *   },
 * })
 * @throws UserError when the protocol has no such role, or the role no state of the first one's name.
 */
export function fromReducer<
  P extends Protocol,
  const Role extends RoleOf<P>,
  State extends Json,
  const Step extends string = never,
  Source extends string = never,
>(protocol: P, role: Role, reducer: Reducer<P, Role, State, Step, Source>): Behaviour<State> {
  const { initial, spontaneous, begin, takes, next, renamed, nameOf = nameIn } = reducer
  checkState(protocol, role, nameOf(initial))
  let effects: Effect[] = []
  const ask = asking<P, Role, Source>(protocol, (effect) => effects.push(effect))
  const move = (step: () => State): Move<State> => {
    effects = []
    return { state: step(), effects }
  }
  return {
    initial: () =>
      move(() => {
        begin?.(ask)
        return initial
      }),
    next: (state, event) => move(() => next(state, event as ReducerEvent<P, Role, Step, Source>, ask)),
    ...(takes && {
      takes: (state: State, message: EventObject) => takes(state, message as Incoming<P, Role>),
    }),
    nameOf,
    dataOf: (state) => state,
    ...(renamed && { renamed }),
    ...(spontaneous && { spontaneous: (state: State) => spontaneous(state).map((type) => ({ type })) }),
    outcomes: (source, input) =>
      lookUp('list of outcomes for the actor', source, reducer.outcomes ?? {})(input as never),
    restarts: reducer.restarts ?? ['snapshot', 'fresh'],
  }
}

function asking<P extends Protocol, Role extends RoleOf<P>, Source extends string>(
  { timeouts }: P,
  add: (effect: Effect) => void,
): Ask<P, Role, Source> {
  return {
    send: (params) => add({ kind: 'action', type: 'send', params }),
    act: (type, params) => add({ kind: 'action', type, params }),
    start: (id) => add({ kind: 'timer', id, delay: timeouts[id]!, event: { type: `timeout.${id}` } }),
    cancel: (id) => add({ kind: 'cancel', id }),
    invoke: (source, input) => add({ kind: 'invoke', id: source, source, input }),
    stop: (id) => add({ kind: 'stop', id }),
  }
}

/** The name of a state that is text or has a field of this name. */
function nameIn(state: Json): string {
  if (typeof state === 'string') return state
  const { name } = Object(state) as { readonly name?: unknown }
  return typeof name === 'string' ? name : ''
}

function checkState({ name, roles }: Protocol, role: string, state: string): void {
  const { states } = lookUp(`role of protocol '${name}'`, role, roles)
  if (!states.includes(state.split('.', 1)[0]!))
    throw new UserError(
      `Role '${role}' of protocol '${name}' starts in a state called '${state}', and has ${states.join(', ')}: name its states so, or give the reducer a \`nameOf\`.`,
    )
}
