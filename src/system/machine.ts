import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  EventObject,
  InputFrom,
  SnapshotFrom,
  StateValue,
} from 'xstate'
import { UserError, type Json } from '../core/index.ts'
import { createStepper, invocationsOf, machineDiagram, stateName } from '../protocol/index.ts'
import { renameDeep } from './rename.ts'
import type { Behaviour, Outcome, Restart } from './behaviour.ts'

/** How a machine is put into a checked world. */
export interface MachineOptions<Machine extends AnyStateMachine> {
  readonly input?: InputFrom<Machine>
  /** By the name of an invoked actor: what it may come to, the dullest outcome first. */
  readonly outcomes?: Readonly<Record<string, (input: never) => readonly Outcome[]>>
  /** Events that may come from outside in a state. */
  readonly spontaneous?: (snapshot: SnapshotFrom<Machine>) => readonly EventObject[]
  /** The ways it may come back after a crash; both, if left out. */
  readonly restarts?: readonly Restart[]
  /**
   * What becomes of its timers when it comes back with its snapshot: `runAgent` and `runSystem` set them anew
   * (the default); an actor that XState itself makes of a persisted snapshot has lost them.
   */
  readonly timers?: 'anew' | 'lost'
}

/**
 * Makes a behaviour of an XState machine: the one that runs in production, step for step.
 *
 * @throws UserError for a machine that no agent can be, and for outcomes of an actor that it does not invoke.
 */
export function fromMachine<Machine extends AnyStateMachine>(
  machine: Machine,
  options: MachineOptions<Machine> = {},
): Behaviour<SnapshotFrom<Machine>> {
  const stepper = createStepper(machine)
  const { outcomes = {}, spontaneous, restarts = ['snapshot', 'fresh'], timers = 'anew' } = options
  const move = ({ snapshot, effects }: ReturnType<typeof stepper.next>) => ({ state: snapshot, effects })
  const invoked = [...new Set(invocationsOf(machine).map(({ source }) => source))]
  for (const source of Object.keys(outcomes))
    if (!invoked.includes(source))
      throw new UserError(
        `Machine '${machine.id}' has outcomes for an actor '${source}' that it does not invoke. It invokes ${invoked.join(', ') || 'none'}.`,
      )
  return {
    initial: () => move(stepper.initial(options.input as InputFrom<Machine>)),
    next(state, event) {
      const moved = move(stepper.next(state, event))
      const { status, error } = moved.state as AnyMachineSnapshot & { readonly error?: unknown }
      // XState keeps to itself that a machine failed: it stays where it was and hears nothing any more.
      if (status === 'error' && (state as AnyMachineSnapshot).status !== 'error') throw error
      return moved
    },
    nameOf: (state: AnyMachineSnapshot) => stateName(state.value),
    dataOf: (state: AnyMachineSnapshot) => plainSnapshot(state) as unknown as Json,
    stateOf: (data) => snapshotOf(machine, data as unknown as PlainSnapshot),
    ...(spontaneous && { spontaneous }),
    invokes: Object.fromEntries(invoked.map((source) => [source, Object.hasOwn(outcomes, source)])),
    outcomes(source, input) {
      if (!Object.hasOwn(outcomes, source))
        throw new UserError(
          `Machine '${machine.id}' invokes '${source}', and nothing says what may come of it: give fromMachine(machine, { outcomes: { … } }) a function from its input to its outcomes.`,
        )
      return (outcomes[source] as (input: unknown) => readonly Outcome[])(input)
    },
    diagram: () => machineDiagram(machine),
    restarts,
    losesTimers: timers === 'lost',
    renamed: (state: AnyMachineSnapshot, rename) =>
      ({ ...state, context: renameDeep(state.context, rename) }) as SnapshotFrom<Machine>,
  }
}

/** All that a machine's future depends on. */
interface PlainSnapshot {
  readonly value: StateValue
  readonly context: unknown
  readonly status: AnyMachineSnapshot['status']
  /** Ids of invoked actors, sorted. */
  readonly children: readonly string[]
  /** By id of a history state: the ids of the states that it leads back to; left out where there is none. */
  readonly history?: Readonly<Record<string, readonly string[]>>
}

function plainSnapshot(snapshot: AnyMachineSnapshot): PlainSnapshot {
  const { value, context, status, children } = snapshot
  const history = Object.entries(snapshot.historyValue as Record<string, readonly AnyStateNode[]>)
  return {
    value,
    context: context as unknown,
    status,
    children: Object.keys(children).toSorted(),
    ...(history.length > 0 && {
      history: Object.fromEntries(history.map(([id, nodes]) => [id, nodes.map((node) => node.id)])),
    }),
  }
}

function snapshotOf<Machine extends AnyStateMachine>(
  machine: Machine,
  { value, context, status, children, history = {} }: PlainSnapshot,
): SnapshotFrom<Machine> {
  const nodes = (ids: readonly string[]) => ids.map((id): AnyStateNode => machine.getStateNodeById(id))
  const sources = new Map(invocationsOf(machine).map(({ id, source }) => [id, source]))
  return {
    ...machine.resolveState({ value, context, status }),
    children: Object.fromEntries(children.map((id) => [id, { id, src: sources.get(id) }])),
    historyValue: Object.fromEntries(Object.entries(history).map(([id, ids]) => [id, nodes(ids)])),
  } as unknown as SnapshotFrom<Machine>
}
