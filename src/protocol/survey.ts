import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { UserError } from '../core/index.ts'
import { DELAY_RULE, isDelay } from './delay.ts'
import { ALLOWED_ACTIONS } from './effect.ts'

/**
 * Looks through a machine for what no agent can do, wherever in it it stands.
 *
 * What `enqueueActions` and delays that are computed come to is seen only when they are.
 *
 * @throws UserError for an action between XState's own actors, and for a delay that is no time.
 */
export function surveyMachine(machine: AnyStateMachine): void {
  const { actions, delays } = machine.implementations
  for (const [name, action] of Object.entries(actions)) checkAction(machine, `its action '${name}'`, action)
  for (const [name, delay] of Object.entries(delays))
    if (typeof delay !== 'function') checkDelay(machine, name, delay)
  for (const state of statesOf(machine.root)) {
    const place = state.path.length === 0 ? 'at its root' : `in state '${state.path.join('.')}'`
    for (const action of actionsOf(state)) checkAction(machine, place, action)
    for (const { delay } of state.after) {
      if (typeof delay === 'string' && !Object.hasOwn(delays, delay))
        throw new UserError(
          `Machine '${machine.id}' waits for a delay '${delay}' ${place} that it does not have: name it in setup({ delays: { … } }).`,
        )
      if (typeof delay === 'number') checkDelay(machine, place, delay)
    }
  }
}

/** Lists the actors that a machine invokes: the id that a state gives to one, and its name. */
export function invocationsOf(
  machine: AnyStateMachine,
): readonly { readonly id: string; readonly source: string }[] {
  return statesOf(machine.root).flatMap(({ invoke }) =>
    invoke.map(({ id, src }) => ({ id, source: typeof src === 'string' ? src : id })),
  )
}

function statesOf(state: AnyStateNode): AnyStateNode[] {
  return [state, ...Object.values(state.states).flatMap(statesOf)]
}

function actionsOf({ entry, exit, transitions, always, initial }: AnyStateNode): readonly unknown[] {
  const taken: readonly AnyTransitionDefinition[] = [
    ...[...transitions.values()].flat(),
    ...(always ?? []),
    ...((initial as AnyTransitionDefinition | undefined) === undefined ? [] : [initial]),
  ]
  return [...entry, ...exit, ...taken.flatMap(({ actions }) => actions)]
}

function checkAction(machine: AnyStateMachine, place: string, action: unknown): void {
  if (typeof action !== 'function' || !('resolve' in action)) return
  const type = String((action as { readonly type?: unknown }).type)
  if (!ALLOWED_ACTIONS.has(type))
    throw new UserError(
      `Machine '${machine.id}' uses ${type} (${place}): an agent talks over the bus, so send a message, or invoke an actor.`,
    )
}

function checkDelay(machine: AnyStateMachine, name: string, delay: unknown): void {
  if (isDelay(delay)) return
  throw new UserError(`Machine '${machine.id}' has a delay of ${String(delay)} (${name}): ${DELAY_RULE}.`)
}
