import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type InputFrom,
  type SnapshotFrom,
  createActor,
} from 'xstate'
import { refuseAction, timerEffect, type Effect } from './effect.ts'
import { LinearTransition } from './linear.ts'
import { isLinear } from './plan.ts'
import { surveyMachine } from './survey.ts'

/** Where a machine is, and what it asks for. */
export interface Step<Machine extends AnyStateMachine> {
  readonly snapshot: SnapshotFrom<Machine>
  readonly effects: readonly Effect[]
}

/** A machine as a pure function from snapshot and event to snapshot and effects. */
export interface Stepper<Machine extends AnyStateMachine> {
  initial(input: InputFrom<Machine>): Step<Machine>
  next(snapshot: SnapshotFrom<Machine>, event: EventObject): Step<Machine>
}

/**
 * Makes a stepper of an XState machine: nothing is started, sent, timed or executed, only returned.
 *
 * It goes where `transition` of xstate goes, by the same actions in the same order, without its cost: one
 * scope serves all calls, and in a machine without parallel, history and final states what a transition
 * leaves and enters is worked out once. The children of its snapshots are names, not running actors.
 * Actors that a machine spawns and messages between XState actors are refused: agents talk over the bus.
 * What it logs is left out.
 *
 * @throws UserError for a machine that no agent can be: see `surveyMachine`.
 */
export function createStepper<Machine extends AnyStateMachine>(machine: Machine): Stepper<Machine> {
  surveyMachine(machine)
  let effects: Effect[] = []
  const self = createActor(machine)
  const scope: Parameters<Machine['transition']>[2] = {
    self,
    id: '',
    sessionId: '',
    logger: () => {},
    defer: () => {},
    system: self.system,
    stopChild: () => {},
    emit: () => {},
    actionExecutor: ({ type, params }: { type: string; params: unknown }) => {
      const effect = toEffect(type, params)
      if (effect !== null) effects.push(effect)
    },
  }
  const collect = (step: () => AnyMachineSnapshot): Step<Machine> => {
    effects = []
    return { snapshot: step() as SnapshotFrom<Machine>, effects }
  }
  const linear = isLinear(machine) ? new LinearTransition(machine, self) : null
  return {
    initial(input) {
      const step = collect(() => machine.getInitialSnapshot(scope, input))
      // XState keeps to itself that a machine failed at its first step.
      const { status, error } = step.snapshot as AnyMachineSnapshot & { readonly error?: unknown }
      if (status === 'error') throw error
      return step
    },
    next: (snapshot, event) =>
      linear === null
        ? collect(() => machine.transition(snapshot, event, scope))
        : (linear.next(snapshot, event) as unknown as Step<Machine>),
  }
}

function toEffect(type: string, params: unknown): Effect | null {
  if (!type.startsWith('xstate.')) return { kind: 'action', type, params }
  switch (type) {
    case 'xstate.raise': {
      const { id, delay, event } = params as { id: string; delay: number | undefined; event: EventObject }
      return delay === undefined ? null : timerEffect(id, delay, event)
    }
    case 'xstate.cancel':
      return { kind: 'cancel', id: (params as { sendId: string }).sendId }
    case 'xstate.spawnChild': {
      const { id, src, input } = params as { id: string; src: string; input: unknown }
      return { kind: 'invoke', id, source: src, input }
    }
    case 'xstate.stopChild':
      return { kind: 'stop', id: (params as { id: string }).id }
    case 'xstate.log':
      return null
    default:
      return refuseAction(type)
  }
}
