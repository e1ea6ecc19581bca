import type { AnyMachineSnapshot, AnyStateMachine, EventObject, InputFrom, SnapshotFrom } from 'xstate'
import type { Json } from '../core/index.ts'
import { createStepper, stateName } from '../protocol/index.ts'
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
}

/** Makes a behaviour of an XState machine: the one that runs in production, step for step. */
export function fromMachine<Machine extends AnyStateMachine>(
  machine: Machine,
  options: MachineOptions<Machine> = {},
): Behaviour<SnapshotFrom<Machine>> {
  const stepper = createStepper(machine)
  const { outcomes = {}, spontaneous, restarts = ['snapshot', 'fresh'] } = options
  const move = ({ snapshot, effects }: ReturnType<typeof stepper.next>) => ({ state: snapshot, effects })
  return {
    initial: () => move(stepper.initial(options.input as InputFrom<Machine>)),
    next: (state, event) => move(stepper.next(state, event)),
    nameOf: (state: AnyMachineSnapshot) => stateName(state.value),
    dataOf: ({ value, context, status, children }: AnyMachineSnapshot) => ({
      value,
      context: context as Json,
      status,
      children: Object.keys(children).toSorted(),
    }),
    ...(spontaneous && { spontaneous }),
    outcomes: (source, input) =>
      (outcomes[source] as ((input: unknown) => readonly Outcome[]) | undefined)?.(input) ?? [
        { kind: 'returns', value: null },
      ],
    restarts,
    renamed: (state: AnyMachineSnapshot, rename) =>
      ({ ...state, context: renameDeep(state.context, rename) }) as SnapshotFrom<Machine>,
  }
}
