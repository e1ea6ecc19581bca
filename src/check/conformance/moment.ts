import { doneEvent, failedEvent, type Effect } from '../../protocol/index.ts'
import type { EventObject } from 'xstate'
import type { Behaviour, Outcome } from '../../system/index.ts'
import { describeOutcome } from '../report/choice.ts'
import { eventName, timerName } from '../report/name.ts'

/** An agent at one moment, and what it waits for. */
export interface Moment {
  readonly state: unknown
  readonly timers: readonly { readonly id: string; readonly event: EventObject }[]
  readonly actors: readonly {
    readonly id: string
    readonly source: string
    readonly outcomes: readonly Outcome[]
  }[]
}

/** Something that may happen by itself at a moment. */
export interface Due {
  /** As a line of a story tells it. */
  readonly told: string
  /** The moment without it. */
  readonly left: Moment
  /** What reaches the agent; null when an actor falls silent for ever. */
  readonly event: EventObject | null
}

/** A timer that fires. */
export function timeOut(moment: Moment, choice: number): Due | null {
  const timer = moment.timers[choice % moment.timers.length]
  if (timer === undefined) return null
  const timers = moment.timers.filter((other) => other !== timer)
  return { told: `the timer ${timerName(timer.id)} fires`, left: { ...moment, timers }, event: timer.event }
}

/** An invoked actor that comes to something. */
export function settle(moment: Moment, choice: number, which: number): Due | null {
  const actor = moment.actors[choice % moment.actors.length]
  if (actor === undefined) return null
  const { id, source, outcomes } = actor
  const outcome = outcomes[which % outcomes.length]!
  return {
    told: `${source} ${describeOutcome(outcome)}`,
    left: { ...moment, actors: moment.actors.filter((other) => other !== actor) },
    event:
      outcome.kind === 'returns'
        ? doneEvent(id, outcome.value)
        : outcome.kind === 'throws'
          ? failedEvent(id, outcome.error)
          : null,
  }
}

/** A step that the agent takes by itself. */
export function ownStep(moment: Moment, choice: number, agent: Behaviour): Due | null {
  const steps = agent.spontaneous?.(moment.state) ?? []
  const event = steps[choice % steps.length]
  return event === undefined
    ? null
    : { told: `by itself it does ${eventName(event.type)}`, left: moment, event }
}

/** One of all that may happen by itself, or null where nothing can. */
export function anyDue(moment: Moment, choice: number, agent: Behaviour): Due | null {
  const { actors, timers } = moment
  const options = actors.length + timers.length + (agent.spontaneous?.(moment.state).length ?? 0)
  if (options === 0) return null
  const at = choice % options
  if (at < actors.length) return settle(moment, at, Math.floor(choice / options))
  if (at < actors.length + timers.length) return timeOut(moment, at - actors.length)
  return ownStep(moment, at - actors.length - timers.length, agent)
}

/** The moment after effects other than messages. */
export function after(moment: Moment, effects: readonly Effect[], agent: Behaviour): Moment {
  let { timers, actors } = moment
  for (const effect of effects)
    switch (effect.kind) {
      case 'timer':
        timers = [...timers.filter(({ id }) => id !== effect.id), { id: effect.id, event: effect.event }]
        break
      case 'cancel':
        timers = timers.filter(({ id }) => id !== effect.id)
        break
      case 'invoke': {
        const { id, source, input } = effect
        actors = [
          ...actors.filter((other) => other.id !== id),
          { id, source, outcomes: agent.outcomes(source, input) },
        ]
        break
      }
      case 'stop':
        actors = actors.filter(({ id }) => id !== effect.id)
        break
      case 'action':
        break
    }
  return { ...moment, timers, actors }
}

/** Writes a state as JSON and reads it again; the state itself where JSON cannot hold it. */
export function savedAndRead(state: unknown): unknown {
  const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
  try {
    return isSnapshot(state) ? { ...state, context: copy(state.context) } : copy(state)
  } catch {
    return state
  }
}

/** True for a machine's snapshot, whose context is data and whose other parts are the machine's own. */
function isSnapshot(state: unknown): state is { readonly context: unknown } {
  return typeof state === 'object' && state !== null && 'machine' in state && 'context' in state
}
