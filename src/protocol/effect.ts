import type { EventObject } from 'xstate'
import { DELAY_RULE, isDelay } from './delay.ts'

/** What a machine asks of its surroundings, as data. */
export type Effect =
  /** A named action of the machine's, with its parameters: 'send' for a message. */
  | { readonly kind: 'action'; readonly type: string; readonly params: unknown }
  /** An invoked actor begins; its result comes back as `doneEvent` or `failedEvent`, while it is wanted. */
  | { readonly kind: 'invoke'; readonly id: string; readonly source: string; readonly input: unknown }
  /** An invoked actor is no longer wanted: its result must not be delivered. */
  | { readonly kind: 'stop'; readonly id: string }
  /** A timer begins: after `delay` milliseconds the event is due. */
  | { readonly kind: 'timer'; readonly id: string; readonly delay: number; readonly event: EventObject }
  | { readonly kind: 'cancel'; readonly id: string }

/** Where an agent is, and what it asks for. */
export interface Move<State> {
  readonly state: State
  readonly effects: readonly Effect[]
}

/** A named action that leaves the machine as an effect, with parameters of this type. */
export type EffectOf<Params> = (args: unknown, params: Params) => void

/**
 * Stands for an effect where a machine declares its actions: whoever runs the machine performs it.
 *
 * @example setup({ actions: { send: effect as EffectOf<FromReferee> } })
 */
export const effect: EffectOf<never> = () => {}

/** Returns the event that tells a machine what its invoked actor returned. */
export function doneEvent(id: string, output: unknown): EventObject {
  return { type: `xstate.done.actor.${id}`, output, actorId: id } as EventObject
}

/** Returns the event that tells a machine that its invoked actor failed. */
export function failedEvent(id: string, error: unknown): EventObject {
  return { type: `xstate.error.actor.${id}`, error, actorId: id } as EventObject
}

/** XState's own actions that agents may use. `log` says nothing to anybody, and is left out. */
export const ALLOWED_ACTIONS: ReadonlySet<string> = new Set([
  'xstate.assign',
  'xstate.raise',
  'xstate.cancel',
  'xstate.enqueueActions',
  'xstate.log',
])

/** Says that an agent's machine uses what only XState's own actors could do. */
export function refuseAction(type: string): never {
  throw new Error(`an agent cannot use ${type}: it talks over the bus`)
}

/** Makes the effect of a timer. @throws Error for a delay that is no time. */
export function timerEffect(id: string, delay: number, event: EventObject): Effect {
  if (!isDelay(delay)) throw new Error(`the delay of '${event.type}' is ${delay}: ${DELAY_RULE}`)
  return { kind: 'timer', id, delay, event }
}
