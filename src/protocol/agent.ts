import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  EventFrom,
  EventObject,
  InputFrom,
  SnapshotFrom,
} from 'xstate'
import type { Draft, Message } from '../bus/index.ts'
import type { Clock } from './clock.ts'
import { doneEvent, failedEvent, type Effect } from './effect.ts'
import { stateName } from './state.ts'
import type { Stepper } from './step.ts'

/** What a running machine reaches. */
export interface Surroundings {
  readonly clock: Clock
  /**
   * Takes a message that the machine sends.
   *
   * @param cause the id of the message that the machine was dealing with; null when time passed, or an
   * order came from outside. What an invoked actor returns has the cause of the message that invoked it.
   * @param state the state the machine was in when it took the event; its first when it starts.
   */
  send(draft: Draft, cause: string | null, state: string): void
  /** Runs an invoked actor: a value, or a promise of it. */
  invoke(source: string, input: unknown): unknown
  /** Takes any other effect of the machine's. */
  act(type: string, params: unknown): void
  /** Called when an answer that was waited for, or a timer, has been dealt with. */
  settled(): void
}

/** A machine that runs. */
export interface Agent<Machine extends AnyStateMachine> {
  /** Takes an event, performs the effects and those of what follows at once. */
  receive(event: EventFrom<Machine>, cause: string | null): void
  /** Takes a message as an event that is its own cause. */
  deliver(message: Message): void
  /** How many invoked actors have not answered yet. */
  readonly pending: number
  readonly snapshot: SnapshotFrom<Machine>
}

interface Arrival {
  readonly event: EventObject
  readonly cause: string | null
  /** Set for the result of an invoked actor: dropped when that is no longer wanted. */
  readonly invoked?: { readonly id: string; readonly token: object }
}

/** Runs a machine: events in, effects out, one event after the other. */
export function runAgent<Machine extends AnyStateMachine>(
  stepper: Stepper<Machine>,
  input: InputFrom<Machine>,
  surroundings: Surroundings,
): Agent<Machine> {
  const inbox: Arrival[] = []
  const timers = new Map<string, unknown>()
  /** The invoked actors whose result is still wanted, each with a token of its own. */
  const wanted = new Map<string, object>()
  let busy = false
  let pending = 0

  function invoke(id: string, source: string, given: unknown, cause: string | null): void {
    const token = {}
    wanted.set(id, token)
    const answer = (event: EventObject) => accept({ event, cause, invoked: { id, token } })
    let result: unknown
    try {
      result = surroundings.invoke(source, given)
    } catch (error) {
      return answer(failedEvent(id, error))
    }
    if (!(result instanceof Promise)) return answer(doneEvent(id, result))
    pending++
    const settle = (event: EventObject) => {
      pending--
      answer(event)
      surroundings.settled()
    }
    result.then(
      (output: unknown) => settle(doneEvent(id, output)),
      (error: unknown) => settle(failedEvent(id, error)),
    )
  }

  function perform(effect: Effect, cause: string | null, { value }: AnyMachineSnapshot): void {
    switch (effect.kind) {
      case 'action':
        if (effect.type === 'send') surroundings.send(effect.params as Draft, cause, stateName(value))
        else surroundings.act(effect.type, effect.params)
        break
      case 'invoke':
        invoke(effect.id, effect.source, effect.input, cause)
        break
      case 'stop':
        wanted.delete(effect.id)
        break
      case 'timer': {
        const { id, delay, event } = effect
        const fire = () => {
          timers.delete(id)
          accept({ event, cause: null })
          surroundings.settled()
        }
        timers.set(id, surroundings.clock.setTimeout(fire, delay))
        break
      }
      case 'cancel':
        surroundings.clock.clearTimeout(timers.get(effect.id))
        timers.delete(effect.id)
        break
    }
  }

  function accept(arrival: Arrival): void {
    inbox.push(arrival)
    if (busy) return
    busy = true
    try {
      for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
        const { event, cause, invoked } = next
        if (invoked !== undefined && wanted.get(invoked.id) !== invoked.token) continue
        const before = snapshot
        const step = stepper.next(before, event)
        snapshot = step.snapshot
        for (const effect of step.effects) perform(effect, cause, before)
      }
    } finally {
      busy = false
    }
  }

  const first = stepper.initial(input)
  let snapshot = first.snapshot
  for (const effect of first.effects) perform(effect, null, snapshot)
  return {
    receive: (event, cause) => accept({ event, cause }),
    deliver: (message) => accept({ event: message, cause: message.id }),
    get pending() {
      return pending
    },
    get snapshot() {
      return snapshot
    },
  }
}
