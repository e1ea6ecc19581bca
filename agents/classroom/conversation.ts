import type { Bus, Message } from 'coevo/bus'
import {
  createVirtualClock,
  runAgent,
  type Agent,
  type Clock,
  type Stepper,
  type Watcher,
} from 'coevo/protocol'
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate'

/** What sessions are held with. */
export interface Stage {
  readonly bus: Bus
  /** Who takes part, by address; the first one leads: it is given the order to begin, and reports the end. */
  readonly cast: ReadonlyMap<string, Stepper<AnyStateMachine>>
  /** Real time; null for virtual time, which stands still while a policy works. */
  readonly clock: Clock | null
  /** Is told of what the agents do beside sending messages; null where nobody watches. */
  readonly watcher: Watcher | null
}

/** One session that is to be held. */
export interface Conversation {
  readonly begin: EventObject
  /**
   * Runs an invoked actor of an agent's.
   *
   * @param leader where the leader is now
   * @returns a value, or a promise of it
   */
  invoke(by: string, input: unknown, leader: AnyMachineSnapshot): unknown
  /** Says whether the session goes on when an actor has failed: its agent is told in any case. */
  forgive(by: string, error: unknown): boolean
  /** Takes an effect of an agent's other than a message and the report. */
  act(by: string, type: string, params: unknown): void
}

/**
 * Holds one session over the bus, with agents of its own.
 *
 * @param id of the session on the bus
 * @returns what the leader reports: the parameters of its effect `report`
 * @throws what an actor threw and was not forgiven, or what an agent threw
 */
export function converse(
  { bus, cast, clock, watcher }: Stage,
  id: string,
  talk: Conversation,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const virtual = clock === null ? createVirtualClock() : null
    const real = clock === null ? null : stoppable(clock)
    const agents: Agent<AnyStateMachine>[] = []
    /** What came of the session, as far as it is known. */
    const come: { report: { readonly params: unknown } | null; failure: { readonly error: unknown } | null } =
      {
        report: null,
        failure: null,
      }
    let isOver = false
    let settling = false

    const fail = (error: unknown) => {
      come.failure ??= { error }
    }
    const invoke = (by: string, input: unknown): unknown => {
      const failed = (error: unknown): never => {
        if (!isOver && !talk.forgive(by, error)) fail(error)
        throw error
      }
      try {
        const result = talk.invoke(by, input, agents[0]!.snapshot)
        return result instanceof Promise ? result.catch(failed) : result
      } catch (error) {
        return failed(error)
      }
    }
    const act = (by: string, type: string, params: unknown) => {
      watcher?.see(id, { at: 'act', by, type, params })
      if (type === 'report') come.report = { params }
      else talk.act(by, type, params)
    }
    const receive = (agent: Agent<AnyStateMachine>) => (message: Message) => {
      try {
        agent.deliver(message)
      } catch (error) {
        fail(error)
        throw error
      }
    }

    const receivers = new Map<string, (message: Message) => void>()
    for (const [address, stepper] of cast) {
      const agent = runAgent(stepper, undefined, {
        clock: virtual ?? real!,
        send: (draft, cause, state) => session.send(address, draft, cause, state),
        settled: settle,
        invoke: (_, input) => invoke(address, input),
        act: (type, params) => act(address, type, params),
      })
      agents.push(agent)
      receivers.set(address, receive(agent))
    }
    const session = bus.open(id, receivers)

    /** Lets everything happen that can happen now, then ends the session or goes on waiting. */
    function settle(): void {
      if (settling || isOver) return
      settling = true
      try {
        do bus.drain()
        while (come.report === null && come.failure === null && passTime())
      } catch (error) {
        fail(error)
      } finally {
        settling = false
      }
      const { report, failure } = come
      if (report === null && failure === null) return
      isOver = true
      real?.stop()
      session.close()
      if (failure === null) resolve(report!.params)
      else reject(failure.error)
    }

    /** Goes to the next timer when nobody is thinking; false when there is something to wait for. */
    function passTime(): boolean {
      if (virtual === null || agents.some(({ pending }) => pending > 0)) return false
      if (virtual.advance()) return true
      throw new Error(`session ${id} hangs: nobody is to act and no timer is set`)
    }

    try {
      agents[0]!.receive(talk.begin, null)
    } catch (error) {
      fail(error)
    }
    settle()
  })
}

/** A clock whose timers are gone when it is stopped: what a session leaves must not fire in the next. */
function stoppable(clock: Clock): Clock & { stop(): void } {
  const timers = new Set<unknown>()
  const clearTimeout = (timer: unknown) => {
    timers.delete(timer)
    clock.clearTimeout(timer)
  }
  return {
    setTimeout(callback, milliseconds) {
      const timer = clock.setTimeout(() => {
        timers.delete(timer)
        callback()
      }, milliseconds)
      timers.add(timer)
      return timer
    },
    clearTimeout,
    stop: () => timers.forEach(clearTimeout),
  }
}
