import type { EventObject } from 'xstate'
import { createBus, roleOf, type Bus, type Draft, type Journal, type Message } from '../bus/index.ts'
import { UserError, type Json } from '../core/index.ts'
import {
  runMover,
  watchBus,
  type Breach,
  type Clock,
  type Running,
  type Saved,
  type Surroundings,
} from '../protocol/index.ts'
import type { Behaviour, Restart } from './behaviour.ts'
import { Mailbox } from './mailbox.ts'
import { sessionsOf } from './session.ts'
import type { Order, System } from './system.ts'

/** An invoked actor: a value, or a promise of it. `by`: the address of who asks. */
export type ActorOf = (input: never, by: string) => unknown

/** What a system is run with. */
export interface RunSystemOptions {
  /** By role, and by the name that its agents invoke them by: the actors. */
  readonly actors?: Readonly<Record<string, Readonly<Record<string, ActorOf>>>>
  /** `globalThis` for real time, `createVirtualClock()` for tests. */
  readonly clock: Clock
  /** Takes every message. */
  readonly journal?: Journal
  /** The id of the session. Default: that of the system's orders. */
  readonly session?: string
  /** By address: agents that go on from where `save` left them, in another process perhaps. Promises begin anew. */
  readonly saved?: Readonly<Record<string, Saved<Json>>>
  /** Given at the start, one after the other. Default: those of the system. */
  readonly orders?: readonly Order[]
  /** Called with each promise of the system's that is not kept, invariants included. */
  readonly onBreach?: (breach: Breach) => void
  /** Takes what an agent does beside sending messages. */
  readonly onAct?: (by: string, type: string, params: unknown) => void
  /** Takes what an agent threw, and goes on without that agent's step. Default: all is closed, and it is thrown again. */
  readonly onFailure?: (by: string, error: unknown) => void
}

/** A system that runs: agents on a bus, in one session. */
export interface RunningSystem {
  readonly bus: Bus
  readonly session: string
  /** By address: the name of each agent's state; 'down' for one that was stopped. */
  states(): Readonly<Record<string, string>>
  /** Gives an order as soon as its agent is where it may rest, after the orders before it. */
  order(to: string, event: EventObject): void
  /** Lets an agent take a step that its behaviour may take by itself. @throws UserError for any other. */
  step(address: string, type: string): void
  /** Where an agent is, with its timers and the actors that it asks: JSON, where its context and events are. */
  save(address: string): Saved<Json>
  /** Stops an agent, as a crash does: what reaches it from now on is lost. */
  stop(address: string): void
  /** Starts an agent again that was stopped: from where it was, or from the beginning. */
  restart(address: string, how: Restart): void
  /** Resolves once nothing is left to happen: nothing is on its way, no timer runs, no actor is asked. */
  idle(): Promise<void>
  /** Stops all agents and closes the session: promises that are still owed are told. */
  close(): void
}

/**
 * Runs a system for real: the agents that were checked, on a bus that holds them to their protocol, in time
 * that passes, with actors that answer.
 *
 * @example
 * const running = runSystem(auction, {
 *   clock: globalThis,
 *   actors: { bidder: { price: (lot: Lot) => askTheModel(lot) } },
 *   onBreach: ({ monitor, detail }) => console.error(monitor, detail),
 * })
 * await running.idle()
 * @throws UserError for actors that nobody provides, and for orders of several sessions.
 */
export function runSystem(system: System, options: RunSystemOptions): RunningSystem {
  return new Production(system, options)
}

class Production implements RunningSystem {
  readonly bus: Bus
  readonly session: string
  readonly #system: System
  readonly #options: RunSystemOptions
  readonly #agents = new Map<string, Running<unknown>>()
  readonly #down = new Map<string, Saved<unknown>>()
  readonly #mailboxes = new Map<string, Mailbox>()
  readonly #link: ReturnType<Bus['open']>
  readonly #watcher: ReturnType<typeof watchBus>
  readonly #broken = new Set<string>()
  #orders: Order[]
  #waiting: (() => void)[] = []
  #failure: { readonly error: unknown } | null = null
  #isSettling = false
  #isClosed = false

  constructor(system: System, options: RunSystemOptions) {
    const { journal, session, orders = system.orders, onBreach = () => {} } = options
    checkActors(system, options.actors ?? {})
    const sessions = session === undefined ? sessionsOf(system) : [session]
    if (sessions.length > 1)
      throw new UserError(
        `System '${system.name}' has orders of ${sessions.length} sessions (${sessions.join(', ')}): run it once for each, with orders of its own.`,
      )
    this.session = sessions[0]!
    this.#system = system
    this.#options = options
    this.#orders = [...orders]
    this.bus = createBus({ protocol: system.protocol, ...(journal && { journal }) })
    this.#watcher = watchBus(this.bus, [...system.protocol.monitors, ...system.monitors], onBreach)
    const receivers = Object.keys(system.agents).map(
      (address) => [address, (message: Message) => this.#receive(address, message)] as const,
    )
    this.#link = this.bus.open(this.session, new Map(receivers))
    for (const [address, behaviour] of Object.entries(system.agents)) {
      this.#mailboxes.set(address, new Mailbox(behaviour))
      const saved = options.saved?.[address]
      const state: unknown = saved && (behaviour.stateOf?.(saved.state) ?? saved.state)
      this.#start(address, saved && { ...saved, state })
    }
    this.#settle()
  }

  states(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.#system.agents).map(([address, behaviour]) => {
        const agent = this.#agents.get(address)
        return [address, agent === undefined ? 'down' : behaviour.nameOf(agent.snapshot)]
      }),
    )
  }

  order(to: string, event: EventObject): void {
    this.#behaviour(to)
    this.#orders.push({ to, event })
    this.#settle()
  }

  step(address: string, type: string): void {
    const behaviour = this.#behaviour(address)
    const agent = this.#agents.get(address)
    const event = agent && behaviour.spontaneous?.(agent.snapshot).find((each) => each.type === type)
    if (event === undefined)
      throw new UserError(
        `${address} takes no step '${type}' by itself in '${this.states()[address]}': what was checked does not hold for it.`,
      )
    this.#try(address, () => agent!.receive(event, null))
    this.#settle()
  }

  save(address: string): Saved<Json> {
    const behaviour = this.#behaviour(address)
    const saved = this.#agents.get(address)?.save() ?? this.#down.get(address)!
    return { ...saved, state: behaviour.dataOf(saved.state) }
  }

  stop(address: string): void {
    this.#behaviour(address)
    const agent = this.#agents.get(address)
    if (agent === undefined) return
    this.#down.set(address, agent.save())
    this.#agents.delete(address)
    agent.stop()
    this.#settle()
  }

  restart(address: string, how: Restart): void {
    const behaviour = this.#behaviour(address)
    const saved = this.#down.get(address)
    if (saved === undefined) throw new UserError(`${address} runs: stop it before it is started again.`)
    if (!behaviour.restarts.includes(how))
      throw new UserError(
        `${address} does not come back '${how}' where it was checked: its restarts are ${behaviour.restarts.join(', ') || 'none'}.`,
      )
    this.#down.delete(address)
    this.#watcher.see(this.session, { at: 'restarted', address, remembers: how === 'snapshot' })
    this.#start(address, how === 'snapshot' ? saved : undefined)
    this.#settle()
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#settle()
    })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const agent of this.#agents.values()) agent.stop()
    this.#link.close()
    this.#watcher.stop()
  }

  #behaviour(address: string): Behaviour {
    const behaviour = Object.hasOwn(this.#system.agents, address) ? this.#system.agents[address] : undefined
    if (behaviour === undefined)
      throw new UserError(
        `System '${this.#system.name}' has no agent '${address}'. Known: ${Object.keys(this.#system.agents).join(', ')}.`,
      )
    return behaviour
  }

  /** Starts an agent: from the beginning, or as its behaviour goes on from what was saved. */
  #start(address: string, saved?: Saved<unknown>): void {
    const behaviour = this.#behaviour(address)
    const kept = saved && { ...saved, timers: behaviour.losesTimers === true ? [] : saved.timers }
    const restored = saved && behaviour.restore !== undefined
    const mover = restored ? { ...behaviour, initial: () => behaviour.restore!(saved.state) } : behaviour
    this.#try(address, () => {
      const agent = runMover(mover, this.#surroundings(address), restored ? undefined : kept)
      this.#agents.set(address, agent)
    })
  }

  #surroundings(address: string): Surroundings {
    const { clock, onAct, actors = {} } = this.#options
    return {
      clock,
      send: (draft: Draft, cause, state) => this.#link.send(address, draft, cause, state),
      invoke: (source, input) => actors[roleOf(address)]![source]!(input as never, address),
      act: (type, params) => {
        this.#watcher.see(this.session, { at: 'act', by: address, type, params })
        onAct?.(address, type, params)
      },
      settled: () => this.#settle(),
      failed: (error) => this.#fail(address, error),
    }
  }

  /** Takes a message; one to an agent that is down is lost. */
  #receive(address: string, message: Message): void {
    const agent = this.#agents.get(address)
    if (agent === undefined) return
    this.#mailboxes.get(address)!.put(message)
    this.#serve(address, agent)
  }

  /** Gives an agent what it takes of its messages. */
  #serve(address: string, agent: Running<unknown>): boolean {
    const mailbox = this.#mailboxes.get(address)!
    let served = false
    for (let next = mailbox.take(agent.snapshot); next !== null; next = mailbox.take(agent.snapshot)) {
      const message = next
      served = true
      this.#try(address, () => agent.deliver(message))
      this.#look()
      if (this.#agents.get(address) !== agent) break
    }
    return served
  }

  /** Lets everything happen that can happen now. */
  #settle(): void {
    if (this.#isSettling || this.#isClosed) return
    this.#isSettling = true
    try {
      this.#look()
      do this.bus.drain()
      while (this.#goOn())
    } finally {
      this.#isSettling = false
    }
    if (this.#failure !== null) {
      this.close()
      throw this.#failure.error
    }
    if (!this.#isIdle()) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  /** Gives messages that were left, or the next order; false where there is none that can be taken. */
  #goOn(): boolean {
    const served = [...this.#agents].map(([address, agent]) => this.#serve(address, agent))
    if (served.includes(true)) return true
    const [order] = this.#orders
    const agent = order && this.#agents.get(order.to)
    if (agent === undefined || !this.#rests(order!.to)) return false
    this.#orders.shift()
    this.#try(order!.to, () => agent.receive(order!.event, null))
    this.#look()
    return true
  }

  #rests(address: string): boolean {
    const outermost = this.states()[address]!.split(/[.|]/, 1)[0]!
    return this.#system.protocol.roles[roleOf(address)]!.rest.includes(outermost)
  }

  #isIdle(): boolean {
    return [...this.#agents.values()].every(({ pending, timers }) => pending === 0 && timers === 0)
  }

  /** Looks whether the invariants hold; each is told once. */
  #look(): void {
    const entries = Object.entries(this.#system.invariants)
    if (entries.length === 0) return
    const states = Object.fromEntries(
      Object.entries(this.#system.agents).map(([address, { restarts }]) => {
        const last = restarts.includes('snapshot') ? this.#down.get(address)?.state : null
        return [address, this.#agents.get(address)?.snapshot ?? last ?? null] as const
      }),
    )
    for (const [monitor, check] of entries) {
      const detail = this.#broken.has(monitor) ? null : check(states)
      if (detail === null) continue
      this.#broken.add(monitor)
      this.#options.onBreach?.({ kind: 'broken', session: this.session, monitor, detail, seq: null })
    }
  }

  #try(address: string, run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#fail(address, error)
    }
  }

  #fail(address: string, error: unknown): void {
    const { onFailure } = this.#options
    if (onFailure === undefined) this.#failure ??= { error }
    else onFailure(address, error)
  }
}

/** @throws UserError where an agent is known to invoke an actor that nobody provides. */
function checkActors(system: System, actors: NonNullable<RunSystemOptions['actors']>): void {
  for (const [address, { invokes = {} }] of Object.entries(system.agents))
    for (const source of Object.keys(invokes)) {
      const role = roleOf(address)
      if (typeof actors[role]?.[source] !== 'function')
        throw new UserError(
          `${address} of system '${system.name}' invokes '${source}', and nobody provides it: give actors: { ${role}: { ${source}: (input) => … } }.`,
        )
    }
}
