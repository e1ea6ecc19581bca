import type { CheckOptions, Behaviour, Move, System } from 'coevo/check'
import { admit, receiversOf, roleOf, seat, type Addresses, type Draft, type Message } from 'coevo/bus'
import { doneEvent, failedEvent, type Observation } from 'coevo/protocol'
import type { EventObject } from 'xstate'
import {
  byText,
  elapsed,
  linksWith,
  permutations,
  placeOf,
  renamed,
  sessionOf,
  textOf,
  withAgent,
  SESSION,
  type Address,
  type Agent,
  type Letter,
  type World,
} from './oracle-world.ts'

/** A step that can be taken. `label`: what it is, in every world in which it can be taken. */
export interface Option {
  readonly label: string
  readonly isFault: boolean
  /** The next world, or what the step breaks. */
  readonly to: World | { readonly breaks: string }
}

export const isBreach = (to: Option['to']): to is { readonly breaks: string } => 'breaks' in to

/** What can happen in a world, and what each step makes of it: the docstrings of the checker, word for word. */
export class Oracle {
  readonly #system: System
  readonly #scope: Required<Pick<CheckOptions, 'network' | 'time' | 'faults'>>
  readonly #addresses: readonly Address[]
  readonly #seated: Addresses

  constructor(system: System, { network, time, faults }: CheckOptions) {
    this.#system = system
    this.#scope = {
      network: network ?? system.network,
      time: time ?? system.time,
      faults: faults ?? system.faults,
    }
    this.#addresses = Object.keys(system.agents)
    this.#seated = seat(system.protocol, this.#addresses)
  }

  begin(): Option['to'] {
    const { drop = 0, duplicate = 0, crash = 0, partition = 0 } = this.#scope.faults
    let world: World = {
      agents: {},
      links: {},
      monitors: this.#openSessions(),
      given: 0,
      left: { drop, duplicate, crash, partition },
      cut: null,
    }
    for (const address of this.#addresses) {
      const next = this.#start(world, address, [])
      if (isBreach(next)) return next
      world = next
    }
    return world
  }

  options(world: World): Option[] {
    const { network, time } = this.#scope
    const { left, cut } = world
    const options: Option[] = []
    const add = (label: string, to: Option['to'], isFault = false) => options.push({ label, to, isFault })
    const spend = (kind: keyof typeof left): World => ({
      ...world,
      left: { ...left, [kind]: left[kind] - 1 },
    })
    for (const [road, letters] of Object.entries(world.links)) {
      if (cut?.includes(road) === true) continue
      const places =
        network === 'ordered'
          ? letters.slice(0, 1)
          : [...new Map(letters.map((l) => [textOf(l), l])).values()]
      for (const letter of places) {
        const what = `${road} ${textOf(letter)}`
        const without = { links: linksWith(world, road, letters.toSpliced(placeOf(letters, letter), 1)) }
        const lands = this.#lands(world, letter)
        if (lands) {
          const keeps = network === 'duplicating'
          add(`deliver ${what}`, this.#deliver(keeps ? world : { ...world, ...without }, letter))
          if (left.duplicate > 0) add(`duplicate ${what}`, this.#deliver(spend('duplicate'), letter), true)
        }
        if (network === 'lossy' && left.drop === 0) add(`drop ${what}`, { ...world, ...without }, true)
        else if (left.drop > 0) add(`drop ${what}`, { ...spend('drop'), ...without }, true)
      }
    }
    const due = Math.min(
      ...Object.values(world.agents).flatMap(({ up, timers }) => (up ? timers.map((each) => each.left) : [])),
    )
    for (const address of this.#addresses) {
      const agent = world.agents[address]!
      const behaviour = this.#system.agents[address]!
      const react = (from: World, event: EventObject, session: string, about: Letter | null = null) =>
        this.#react(from, address, () => behaviour.next(agent.state, event), { session, about, heard: null })
      if (!agent.up) {
        for (const restart of behaviour.restarts)
          add(`${restart} ${address}`, this.#restart(world, address, restart))
        continue
      }
      for (const timer of agent.timers) {
        if (time === 'ordered' && timer.left > due) continue
        const later = time === 'ordered' ? elapsed(world, due) : world
        const now = later.agents[address]!
        const timers = now.timers.filter(({ id }) => id !== timer.id)
        add(
          `timer ${address} ${timer.id}`,
          react(withAgent(later, address, { ...now, timers }), timer.event, timer.session),
        )
      }
      for (const wait of agent.waits) {
        const from = withAgent(world, address, {
          ...agent,
          waits: agent.waits.filter(({ id }) => id !== wait.id),
        })
        behaviour.outcomes(wait.source, wait.input).forEach((outcome, i) => {
          const event =
            outcome.kind === 'returns'
              ? doneEvent(wait.id, outcome.value)
              : outcome.kind === 'throws'
                ? failedEvent(wait.id, outcome.error)
                : null
          add(
            `outcome ${address} ${wait.id} ${i}`,
            event === null ? from : react(from, event, wait.session, wait.about),
          )
        })
      }
      for (const event of behaviour.spontaneous?.(agent.state) ?? []) {
        const to = react(world, event, sessionOf(event))
        if (!this.#isIdle(world, address, event, to)) add(`spontaneous ${address} ${textOf(event)}`, to)
      }
      const order = this.#system.orders[world.given]
      if (order?.to === address && this.#rests(address, agent)) {
        const given = { ...world, given: world.given + 1 }
        add(`order ${world.given}`, react(given, order.event, sessionOf(order.event)))
      }
      if (left.crash > 0 && behaviour.restarts.length > 0) {
        // Once it is back with its snapshot, its timers are set anew: as long as it is down they wait.
        const set = behaviour.losesTimers === true ? [] : agent.timers
        const kept = { ...agent, timers: set.map((timer) => ({ ...timer, left: timer.delay })) }
        const last = behaviour.restarts.includes('snapshot') ? kept : { state: null, timers: [], waits: [] }
        add(`crash ${address}`, withAgent(spend('crash'), address, { ...last, up: false }), true)
      }
    }
    if (cut !== null) add('heal', { ...world, cut: null })
    else if (left.partition > 0)
      for (const roads of this.#cuts())
        add(`cut ${roads.join()}`, { ...spend('partition'), cut: roads }, true)
    return options
  }

  /** What is broken in a world, whatever led to it. */
  broken(world: World): string | null {
    for (const [i, monitor] of this.#monitors().entries())
      for (const states of Object.values(world.monitors))
        if (monitor.broken(states[i]!) !== null) return `broken ${monitor.name}`
    const states = Object.fromEntries(this.#addresses.map((each) => [each, world.agents[each]!.state]))
    for (const [name, check] of Object.entries(this.#system.invariants))
      if (check(states) !== null) return `invariant ${name}`
    return null
  }

  wrongAtRest(world: World): string | null {
    for (const address of this.#addresses) {
      const agent = world.agents[address]!
      if (!this.#rests(address, agent)) return `hang ${roleOf(address)} ${this.#nameOf(address, agent)}`
    }
    for (const [i, monitor] of this.#monitors().entries())
      for (const states of Object.values(world.monitors))
        if (monitor.hot(states[i]!)) return `owed ${monitor.name}`
    return null
  }

  /** The first text of all that permuting agents of symmetric roles makes of a world. */
  orbitOf(world: World): string {
    const groups = this.#system.symmetric.map((role) =>
      this.#addresses.filter((each) => roleOf(each) === role),
    )
    const renamings = groups.reduce<Record<Address, Address>[]>(
      (all, group) =>
        all.flatMap((one) =>
          permutations(group).map((order) => ({
            ...one,
            ...Object.fromEntries(group.map((each, i) => [each, order[i]!])),
          })),
        ),
      [{}],
    )
    return renamings.map((names) => textOf(renamed(world, names))).toSorted()[0]!
  }

  /** True for a step of an agent's own that says nothing and leaves the agent as it was. */
  #isIdle(world: World, address: Address, event: EventObject, to: Option['to']): boolean {
    if (isBreach(to) || textOf(to.agents[address]) !== textOf(world.agents[address])) return false
    const { effects } = this.#system.agents[address]!.next(world.agents[address]!.state, event)
    return effects.every(({ kind }) => kind !== 'action')
  }

  /** Sessions are open from the start: those that orders name, or one. */
  #openSessions(): World['monitors'] {
    const monitors = this.#monitors().map(({ initial }) => initial)
    if (monitors.length === 0) return {}
    const { orders } = this.#system
    const names = orders.length === 0 ? [SESSION] : orders.map(({ event }) => sessionOf(event))
    return Object.fromEntries(names.map((name) => [name, monitors]))
  }

  #monitors() {
    return [...this.#system.protocol.monitors, ...this.#system.monitors]
  }

  #nameOf(address: Address, { state }: Agent): string {
    return this.#system.agents[address]!.nameOf(state)
  }

  #rests(address: Address, agent: Agent): boolean {
    return (
      agent.up && this.#system.protocol.roles[roleOf(address)]!.rest.includes(this.#nameOf(address, agent))
    )
  }

  #cuts(): string[][] {
    const pairs = new Set(
      Object.values(this.#system.protocol.messages).flatMap((rule) =>
        receiversOf(rule).map((to) => `${rule.from} ${to}`),
      ),
    )
    const roads = this.#addresses.flatMap((from) =>
      this.#addresses.flatMap((to) => (pairs.has(`${roleOf(from)} ${roleOf(to)}`) ? [[from, to]] : [])),
    )
    return [
      ...this.#addresses.map((each) => roads.filter((road) => road.includes(each))),
      ...roads.map((road) => [road]),
    ].map((list) => list.map((road) => road.join(' ')))
  }

  /** Whether a message may arrive now: it is taken, and where it may come again it must change something. */
  #lands(world: World, letter: Letter): boolean {
    const { state, up } = world.agents[letter.to]!
    if (up && this.#system.agents[letter.to]!.takes?.(state, letter) === false) return false
    if (this.#scope.network !== 'duplicating') return true
    // What a cut would swallow counts as sent: the choice stays.
    const whole = { ...world, cut: null }
    const next = this.#deliver(whole, letter)
    return isBreach(next) || textOf(next) !== textOf(whole)
  }

  #deliver(world: World, letter: Letter): Option['to'] {
    const { state, up } = world.agents[letter.to]!
    if (!up) return world
    const heard = letter as Message
    return this.#react(world, letter.to, () => this.#system.agents[letter.to]!.next(state, letter), {
      session: letter.session,
      about: letter,
      heard,
    })
  }

  #restart(world: World, address: Address, how: 'snapshot' | 'fresh'): Option['to'] {
    const behaviour = this.#system.agents[address]!
    const agent = world.agents[address]!
    const seen: Observation = { at: 'restarted', address, remembers: how === 'snapshot' }
    if (how === 'fresh') return this.#start(world, address, [seen])
    if (behaviour.restore === undefined)
      return this.#watch(withAgent(world, address, { ...agent, up: true }), null, [seen])
    return this.#start(world, address, [seen], () => behaviour.restore!(agent.state))
  }

  #start(
    world: World,
    address: Address,
    seen: readonly Observation[],
    step: () => Move<unknown> = () => this.#system.agents[address]!.initial(),
  ): Option['to'] {
    const empty = withAgent(world, address, { state: null, up: true, timers: [], waits: [] })
    return this.#react(empty, address, step, {
      session: SESSION,
      about: null,
      heard: null,
      seen,
      isStart: true,
    })
  }

  /** Lets an agent take a step and does what it asks for. */
  #react(
    world: World,
    address: Address,
    step: () => Move<unknown>,
    origin: {
      readonly session: string
      readonly about: Letter | null
      readonly heard: Message | null
      readonly seen?: readonly Observation[]
      readonly isStart?: boolean
    },
  ): Option['to'] {
    const { session, about, heard, seen = [], isStart = false } = origin
    const behaviour: Behaviour = this.#system.agents[address]!
    const agent = world.agents[address]!
    let move: Move<unknown>
    try {
      move = step()
    } catch {
      return { breaks: `failed ${roleOf(address)}` }
    }
    let next = world
    let { timers, waits } = agent
    const observed: Observation[] = heard === null ? [] : [{ at: 'delivered', message: heard, cause: null }]
    const sent: Observation[] = []
    const acts: Observation[] = []
    for (const effect of move.effects)
      switch (effect.kind) {
        case 'timer':
          timers = [
            ...timers.filter(({ id }) => id !== effect.id),
            { id: effect.id, left: effect.delay, delay: effect.delay, event: effect.event, session },
          ]
          break
        case 'cancel':
          timers = timers.filter(({ id }) => id !== effect.id)
          break
        case 'invoke':
          waits = [
            ...waits.filter(({ id }) => id !== effect.id),
            { id: effect.id, source: effect.source, input: effect.input, session, about },
          ]
          break
        case 'stop':
          waits = waits.filter(({ id }) => id !== effect.id)
          break
        case 'action': {
          if (effect.type !== 'send') {
            acts.push({ at: 'act', by: address, type: effect.type, params: effect.params })
            break
          }
          const { to, type, payload } = effect.params as Draft
          const state = behaviour.nameOf(isStart ? move.state : agent.state)
          const seats = { protocol: this.#system.protocol, addresses: this.#seated }
          const verdict = admit(seats, { from: address, state, draft: { to, type, payload } })
          if ('refused' in verdict) return { breaks: `refused ${type} ${verdict.refused.reason}` }
          const letter: Letter = { session, from: address, to, type, payload: verdict.payload }
          sent.push({ at: 'sent', message: letter as Message, cause: about as Message | null })
          next = this.#post(next, letter)
        }
      }
    next = withAgent(next, address, { ...agent, state: move.state, timers, waits })
    return this.#watch(this.#watch(next, null, seen), session, [...observed, ...sent, ...acts])
  }

  #post(world: World, letter: Letter): World {
    const road = `${letter.from} ${letter.to}`
    const before = world.links[road] ?? []
    if (world.cut?.includes(road) === true) return world
    if (this.#scope.network === 'duplicating' && placeOf(before, letter) >= 0) return world
    const letters = [...before, letter]
    if (this.#scope.network !== 'ordered') letters.sort(byText)
    return { ...world, links: linksWith(world, road, letters) }
  }

  /** Shows the monitors of a session something; of every session, where it is null. */
  #watch(world: World, session: string | null, seen: readonly Observation[]): World {
    const monitors = this.#monitors()
    if (monitors.length === 0) return world
    const tables = { ...world.monitors }
    for (const each of seen)
      for (const name of session === null ? Object.keys(tables) : [session]) {
        const before = tables[name] ?? monitors.map(({ initial }) => initial)
        tables[name] = monitors.map((monitor, i) => monitor.next(before[i]!, each))
      }
    return { ...world, monitors: tables }
  }
}
