import type { AnyStateMachine, EventFrom, EventObject, InputFrom, SnapshotFrom } from 'xstate'
import type { Draft, Message } from '../bus/index.ts'
import type { Clock } from './clock.ts'
import { doneEvent, failedEvent, type Effect, type Move } from './effect.ts'
import { stateName } from './state.ts'
import type { Stepper } from './step.ts'

/** What a running agent reaches. */
export interface Surroundings {
  readonly clock: Clock
  /**
   * Takes a message that the agent sends.
   *
   * @param cause the id of the message that the agent was dealing with; null when time passed, or an
   * order came from outside. What an invoked actor returns has the cause of the message that invoked it.
   * @param state the state the agent was in when it took the event; its first when it starts.
   */
  send(draft: Draft, cause: string | null, state: string): void
  /** Runs an invoked actor: a value, or a promise of it. */
  invoke(source: string, input: unknown): unknown
  /** Takes any other effect of the agent's. */
  act(type: string, params: unknown): void
  /** Called when an answer that was waited for, or a timer, has been dealt with. */
  settled(): void
  /** Takes what the agent threw when time passed or an actor answered; if left out, it is thrown again. */
  failed?(error: unknown): void
}

/** An agent as pure functions: events in, effects out. */
export interface Mover<State> {
  initial(): Move<State>
  next(state: State, event: EventObject): Move<State>
  nameOf(state: State): string
}

/** What an agent goes on from after a crash. */
export interface Saved<State> {
  readonly state: State
  /** Timers that ran. */
  readonly timers: readonly { readonly id: string; readonly delay: number; readonly event: EventObject }[]
  /** Invoked actors that had not answered. */
  readonly actors: readonly {
    readonly id: string
    readonly source: string
    readonly input: unknown
    readonly cause: string | null
  }[]
}

/** An agent that runs. */
export interface Running<State, Event extends EventObject = EventObject> {
  /** Takes an event, performs the effects and those of what follows at once. */
  receive(event: Event, cause: string | null): void
  /** Takes a message as an event that is its own cause. */
  deliver(message: Message): void
  /** How many invoked actors have not answered yet. */
  readonly pending: number
  /** How many timers run. */
  readonly timers: number
  readonly snapshot: State
  /** What it could go on from now, after a crash. */
  save(): Saved<State>
  /** Stops it: no timer fires, and nobody hears what its actors answer. */
  stop(): void
}

/** A machine that runs. */
export type Agent<Machine extends AnyStateMachine> = Running<SnapshotFrom<Machine>, EventFrom<Machine>>

interface Arrival {
  readonly event: EventObject
  readonly cause: string | null
  /** Set for the result of an invoked actor: dropped when that is no longer wanted. */
  readonly invoked?: { readonly id: string; readonly token: object }
}

type SavedActor = Saved<unknown>['actors'][number]
type SavedTimer = Saved<unknown>['timers'][number]

/** Runs a machine: events in, effects out, one event after the other. */
export function runAgent<Machine extends AnyStateMachine>(
  stepper: Stepper<Machine>,
  input: InputFrom<Machine>,
  surroundings: Surroundings,
): Agent<Machine> {
  const move = ({ snapshot, effects }: ReturnType<typeof stepper.next>) => ({ state: snapshot, effects })
  const mover: Mover<SnapshotFrom<Machine>> = {
    initial: () => move(stepper.initial(input)),
    next: (snapshot, event) => move(stepper.next(snapshot, event)),
    nameOf: ({ value }) => stateName(value),
  }
  return runMover(mover, surroundings)
}

/**
 * Runs an agent from its beginning, or from where it was when it was saved.
 *
 * Of one that was saved every timer is set anew, with the whole of its delay, and every actor that had not
 * answered is asked again.
 */
export function runMover<State>(
  mover: Mover<State>,
  surroundings: Surroundings,
  saved?: Saved<State>,
): Running<State> {
  const inbox: Arrival[] = []
  const timers = new Map<string, SavedTimer & { readonly handle: unknown }>()
  /** The invoked actors whose result is still wanted. The entry itself tells two of one name apart. */
  const wanted = new Map<string, SavedActor>()
  let busy = false
  let pending = 0
  let stopped = false

  function invoke(actor: SavedActor): void {
    const { id, source, input, cause } = actor
    wanted.set(id, actor)
    const answer = (event: EventObject) => accept({ event, cause, invoked: { id, token: actor } })
    let result: unknown
    try {
      result = surroundings.invoke(source, input)
    } catch (error) {
      return answer(failedEvent(id, error))
    }
    if (!(result instanceof Promise)) return answer(doneEvent(id, result))
    pending++
    const settle = (event: EventObject) => {
      pending--
      if (stopped) return
      attempt(() => answer(event))
      surroundings.settled()
    }
    result.then(
      (output: unknown) => settle(doneEvent(id, output)),
      (error: unknown) => settle(failedEvent(id, error)),
    )
  }

  function attempt(take: () => void): void {
    if (surroundings.failed === undefined) return take()
    try {
      take()
    } catch (error) {
      surroundings.failed(error)
    }
  }

  function start({ id, delay, event }: SavedTimer): void {
    const { clock } = surroundings
    const before = timers.get(id)
    if (before !== undefined) clock.clearTimeout(before.handle)
    const fire = () => {
      timers.delete(id)
      attempt(() => accept({ event, cause: null }))
      surroundings.settled()
    }
    timers.set(id, { id, delay, event, handle: clock.setTimeout(fire, delay) })
  }

  function clear(id: string): void {
    surroundings.clock.clearTimeout(timers.get(id)?.handle)
    timers.delete(id)
  }

  function perform(effect: Effect, cause: string | null, before: State): void {
    switch (effect.kind) {
      case 'action':
        if (effect.type === 'send') surroundings.send(effect.params as Draft, cause, mover.nameOf(before))
        else surroundings.act(effect.type, effect.params)
        break
      case 'invoke':
        invoke({ id: effect.id, source: effect.source, input: effect.input, cause })
        break
      case 'stop':
        wanted.delete(effect.id)
        break
      case 'timer':
        start(effect)
        break
      case 'cancel':
        clear(effect.id)
        break
    }
  }

  function accept(arrival: Arrival): void {
    if (stopped) return
    inbox.push(arrival)
    if (busy) return
    busy = true
    try {
      for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
        const { event, cause, invoked } = next
        if (invoked !== undefined) {
          if (wanted.get(invoked.id) !== invoked.token) continue
          wanted.delete(invoked.id)
        }
        const before = state
        const moved = mover.next(before, event)
        state = moved.state
        for (const effect of moved.effects) perform(effect, cause, before)
      }
    } finally {
      busy = false
    }
  }

  const first = saved === undefined ? mover.initial() : { state: saved.state, effects: [] }
  let { state } = first
  for (const effect of first.effects) perform(effect, null, state)
  for (const timer of saved?.timers ?? []) start(timer)
  for (const actor of saved?.actors ?? []) invoke(actor)
  return {
    receive: (event, cause) => accept({ event, cause }),
    deliver: (message) => accept({ event: message, cause: message.id }),
    get pending() {
      return pending
    },
    get timers() {
      return timers.size
    },
    get snapshot() {
      return state
    },
    save: () => ({
      state,
      timers: [...timers.values()].map(({ id, delay, event }) => ({ id, delay, event })),
      actors: [...wanted.values()],
    }),
    stop() {
      stopped = true
      timers.forEach((_, id) => clear(id))
      wanted.clear()
    },
  }
}
