import { roleOf } from '../bus/index.ts'
import { UserError } from '../core/index.ts'
import { Agents } from './agents.ts'
import { Links, type Link } from './link.ts'
import { CODE, MAX_OUTCOMES, type Failure, type Node, type Reaction, type Stimulus } from './node.ts'
import type { Cause, Scope } from './result.ts'
import type { System } from './system.ts'
import { Watches, type Watch } from './watch.ts'

/** What can be chosen. The number of a choice is its kind, then an agent or a link, then a place. */
export const KIND = {
  deliver: 0,
  outcome: 1,
  spontaneous: 2,
  order: 3,
  timer: 4,
  restart: 5,
  heal: 6,
  drop: 7,
  duplicate: 8,
  crash: 9,
  cut: 10,
  /** Nothing is left to happen: chosen, it ends the run. */
  rest: 11,
} as const

const encode = (kind: number, who: number, place: number) => (kind << 26) | (who << 16) | place

export const kindOf = (choice: number) => choice >> 26
export const whoOf = (choice: number) => (choice >> 16) & 0x3ff
export const placeOf = (choice: number) => choice & 0xffff

/** A budget that is never used up. */
const UNLIMITED = 255

/** A way to cut the network: a link, or all links of an agent. */
export interface Cut {
  readonly from: string | null
  readonly to: string | null
  /** By link: true where nothing gets through. */
  readonly links: readonly boolean[]
}

/** A pair of agents that may talk, one way. */
export interface Road {
  readonly from: number
  readonly to: number
}

/** What can be chosen: the first `count` choices, the dullest first; from `faultsFrom` on, faults. */
export interface Menu {
  readonly choices: Int32Array
  readonly count: number
  readonly faultsFrom: number
  /** True where nothing is left to happen, faults aside: the dullest choice is to end. */
  readonly isAtRest: boolean
}

export const FAULTS = ['drop', 'duplicate', 'crash', 'partition'] as const

/**
 * A system in a network, at one moment: a row of small integers that steps change in place.
 *
 * The row: a node for each agent, a content for each link, the monitors, the orders given, the faults
 * left, and the cut. Every entry is the number of an interned object, so that equal rows are equal worlds.
 */
export class World implements Menu {
  readonly agents: Agents
  readonly links: Links
  readonly watches: Watches
  readonly scope: Scope
  readonly roads: readonly Road[]
  readonly cuts: readonly Cut[]
  readonly width: number
  row: Int32Array
  /** Messages that agents sent when they were started. */
  opening: readonly number[] = []
  readonly choices = new Int32Array(1 << 16)
  count = 0
  faultsFrom = 0
  /** What the last step did; null for a step of the network alone. */
  reaction: Reaction | null = null
  /** By kind of fault, in the order of FAULTS: how often it happened. */
  readonly faults: number[] = FAULTS.map(() => 0)
  readonly #first: Int32Array
  readonly #road: ReadonlyMap<string, number>
  readonly #roadsOfEnvelopes: number[] = []
  readonly #linksAt: number
  readonly #watchAt: number
  readonly #ordersAt: number
  readonly #faultsAt: number
  readonly #cutAt: number
  readonly #keepsCopies: boolean
  readonly #lossy: boolean
  readonly #invariants: readonly (readonly [name: string, check: System['invariants'][string]])[]
  #steps = 0
  /** What an agent did wrong when it was started; null for nothing. */
  #failedAtStart: Cause | null = null

  constructor(system: System, scope: Scope) {
    this.scope = scope
    this.agents = new Agents(system)
    const { envelopes } = this.agents
    this.links = new Links(scope.network, (a, b) => envelopes.compare(a, b))
    this.watches = new Watches(this.agents)
    this.#invariants = Object.entries(system.invariants)
    this.#keepsCopies = scope.network === 'duplicating'
    this.#lossy = scope.network === 'lossy'
    const { addresses } = this.agents
    this.roads = roadsOf(system, addresses)
    this.#road = new Map(
      this.roads.map(({ from, to }, link) => [`${addresses[from]} ${addresses[to]}`, link]),
    )
    this.cuts = scope.faults.partition > 0 ? cutsOf(this.roads, addresses) : []
    this.#linksAt = addresses.length
    this.#watchAt = this.#linksAt + this.roads.length
    this.#ordersAt = this.#watchAt + 1
    this.#faultsAt = this.#ordersAt + 1
    this.#cutAt = this.#faultsAt + 1
    this.width = this.#cutAt + 1
    this.row = new Int32Array(this.width)
    this.#first = this.#begin()
    this.reset()
  }

  /** Goes back to the beginning. */
  reset(): void {
    this.row.set(this.#first)
    this.reaction = null
  }

  node(agent: number): Node {
    return this.agents.nodes[this.row[agent]!]!
  }

  link(link: number): Link {
    return this.links.all[this.row[this.#linksAt + link]!]!
  }

  get watch(): Watch {
    return this.watches.all[this.row[this.#watchAt]!]!
  }

  /** The cut that is in force; null while the network is whole. */
  get cut(): Cut | null {
    const cut = this.row[this.#cutAt]!
    return cut === 0 ? null : this.cuts[cut - 1]!
  }

  /** How many orders were given. */
  get given(): number {
    return this.row[this.#ordersAt]!
  }

  /** True where no fault can happen any more, and none goes on. */
  get isSound(): boolean {
    return !this.#lossy && this.row[this.#faultsAt] === 0 && this.row[this.#cutAt] === 0
  }

  /** The link that a message takes. */
  roadOf(from: string, to: string): number {
    return this.#road.get(`${from} ${to}`)!
  }

  /** The link that a message takes, by its number. */
  #roadOfEnvelope(envelope: number): number {
    let link = this.#roadsOfEnvelopes[envelope]
    if (link === undefined) {
      const { from, to } = this.agents.envelopes.all[envelope]!
      this.#roadsOfEnvelopes[envelope] = link = this.roadOf(from, to)
    }
    return link
  }

  /** Lists what can be chosen now. */
  enumerate(): void {
    const { choices, row, roads } = this
    const { nodes, system } = this.agents
    const agents = this.#linksAt
    const { cut } = this
    let n = 0
    if (cut !== null) choices[n++] = encode(KIND.heal, 0, 0)
    let hasTimers = false
    let hasMore = false
    for (let agent = 0; agent < agents; agent++) {
      const node = nodes[row[agent]!]!
      if (!node.up) {
        choices[n++] = encode(KIND.restart, agent, 0)
        if (node.behaviour.restarts.length > 1) hasMore = true
      } else if (node.timers.length > 0) hasTimers = true
    }
    const links = this.links.all
    for (let link = 0; link < roads.length; link++) {
      const { ready } = links[row[agents + link]!]!
      if (ready.length === 0 || cut?.links[link] === true) continue
      let listed = 0
      for (const place of ready) {
        if (!this.#mayLand(link, place)) continue
        if (listed++ === 0) choices[n++] = encode(KIND.deliver, link, place)
        else hasMore = true
      }
    }
    for (let agent = 0; agent < agents; agent++) {
      const node = nodes[row[agent]!]!
      if (!node.up) continue
      for (let place = 0; place < node.pending.length; place++) {
        choices[n++] = encode(KIND.outcome, agent, place * MAX_OUTCOMES)
        if (node.pending[place]!.outcomes.length > 1) hasMore = true
      }
      for (let place = 0; place < node.spontaneous.length; place++)
        if (!this.#isNothing(agent, node, place)) choices[n++] = encode(KIND.spontaneous, agent, place)
    }
    const order = row[this.#ordersAt]!
    if (order < system.orders.length) {
      const agent = this.agents.addresses.indexOf(system.orders[order]!.to)
      if (nodes[row[agent]!]!.rests) choices[n++] = encode(KIND.order, agent, order)
    }
    if (hasTimers) n = this.#listTimers(n)
    if (hasMore) n = this.#listMore(n, cut)
    if (n === 0) choices[n++] = encode(KIND.rest, 0, 0)
    this.faultsFrom = n
    this.count = this.#listFaults(n, cut)
  }

  /** The soonest timer first; where time is ordered, no other. */
  #listTimers(from: number): number {
    const { choices } = this
    let n = from
    let soonest = Infinity
    let first = -1
    for (let agent = 0; agent < this.#linksAt; agent++) {
      const { up, timers } = this.node(agent)
      if (up && timers.length > 0 && timers[0]!.left < soonest) {
        soonest = timers[0]!.left
        first = agent
      }
    }
    choices[n++] = encode(KIND.timer, first, 0)
    for (let agent = 0; agent < this.#linksAt; agent++) {
      const { up, timers } = this.node(agent)
      if (!up) continue
      for (let place = 0; place < timers.length; place++) {
        if (agent === first && place === 0) continue
        if (this.scope.time === 'free' || timers[place]!.left === soonest)
          choices[n++] = encode(KIND.timer, agent, place)
      }
    }
    return n
  }

  /** Messages before older ones, less dull outcomes and restarts. */
  #listMore(from: number, cut: Cut | null): number {
    const { choices, roads } = this
    let n = from
    for (let link = 0; link < roads.length; link++) {
      if (cut?.links[link] === true) continue
      let listed = 0
      for (const place of this.link(link).ready) {
        if (!this.#mayLand(link, place)) continue
        if (listed++ > 0) choices[n++] = encode(KIND.deliver, link, place)
      }
    }
    for (let agent = 0; agent < this.#linksAt; agent++) {
      const { up, pending, behaviour } = this.node(agent)
      if (!up) {
        for (let place = 1; place < behaviour.restarts.length; place++)
          choices[n++] = encode(KIND.restart, agent, place)
        continue
      }
      for (let place = 0; place < pending.length; place++)
        for (let outcome = 1; outcome < pending[place]!.outcomes.length; outcome++)
          choices[n++] = encode(KIND.outcome, agent, place * MAX_OUTCOMES + outcome)
    }
    return n
  }

  #listFaults(from: number, cut: Cut | null): number {
    const { choices, roads } = this
    const left = this.row[this.#faultsAt]!
    if (left === 0 && !this.#lossy) return from
    let n = from
    const drops = (left & 0xff) > 0 || this.#lossy
    const duplicates = ((left >> 8) & 0xff) > 0
    if (drops || duplicates)
      for (let link = 0; link < roads.length; link++) {
        if (cut?.links[link] === true) continue
        for (const place of this.link(link).ready) {
          if (drops) choices[n++] = encode(KIND.drop, link, place)
          if (duplicates && this.#mayLand(link, place)) choices[n++] = encode(KIND.duplicate, link, place)
        }
      }
    if (((left >> 16) & 0xff) > 0)
      for (let agent = 0; agent < this.#linksAt; agent++) {
        const { up, behaviour } = this.node(agent)
        if (up && behaviour.restarts.length > 0) choices[n++] = encode(KIND.crash, agent, 0)
      }
    if (cut === null && ((left >> 24) & 0x7f) > 0)
      for (let place = 0; place < this.cuts.length; place++) choices[n++] = encode(KIND.cut, 0, place)
    return n
  }

  get isAtRest(): boolean {
    return kindOf(this.choices[0]!) === KIND.rest
  }

  /** Takes a step. */
  take(choice: number): void {
    this.#step(choice)
    this.note(choice, this.reaction)
  }

  /** The agent that does something on a choice, faults and the network's own steps aside. */
  agentOf(choice: number): number {
    return kindOf(choice) === KIND.deliver ? this.roads[whoOf(choice)]!.to : whoOf(choice)
  }

  /** What that agent would do. */
  foresee(choice: number): Reaction {
    const agent = this.agentOf(choice)
    return this.agents.react(agent, this.node(agent), this.#codeOf(choice))
  }

  #codeOf(choice: number): number {
    const place = placeOf(choice)
    switch (kindOf(choice)) {
      case KIND.deliver:
        return CODE.deliver(this.link(whoOf(choice)).items[place]!)
      case KIND.outcome:
        return CODE.outcome(place)
      case KIND.spontaneous:
        return CODE.spontaneous(place)
      case KIND.order:
        return CODE.order(place)
      case KIND.timer:
        return CODE.timer(place)
      default:
        return CODE.restart(place)
    }
  }

  /** Notes that a step was taken, for the coverage. */
  note(choice: number, reaction: Reaction | null): void {
    if (reaction !== null) reaction.count++
    const fault = kindOf(choice) - KIND.drop
    if (fault >= 0 && fault < FAULTS.length) this.faults[fault]!++
  }

  #step(choice: number): void {
    const { row } = this
    const who = whoOf(choice)
    const place = placeOf(choice)
    this.reaction = null
    switch (kindOf(choice)) {
      case KIND.deliver:
        this.#deliver(who, place, !this.#keepsCopies)
        break
      case KIND.outcome:
        this.#react(who, CODE.outcome(place))
        break
      case KIND.spontaneous:
        this.#react(who, CODE.spontaneous(place))
        break
      case KIND.order:
        row[this.#ordersAt] = place + 1
        this.#react(who, CODE.order(place))
        break
      case KIND.timer:
        if (this.scope.time === 'ordered') this.#elapse(this.node(who).timers[place]!.left)
        this.#react(who, CODE.timer(place))
        break
      case KIND.restart:
        this.#react(who, CODE.restart(place))
        break
      case KIND.heal:
        row[this.#cutAt] = 0
        break
      case KIND.drop:
        this.#spend(0)
        row[this.#linksAt + who] = this.links.remove(this.link(who), place).id
        break
      case KIND.duplicate:
        this.#spend(8)
        this.#deliver(who, place, false)
        break
      case KIND.crash:
        this.#spend(16)
        this.#react(who, CODE.crash())
        break
      case KIND.cut:
        this.#spend(24)
        row[this.#cutAt] = place + 1
        break
    }
  }

  /** What the last step broke; null for nothing. */
  broken(): Cause | null {
    const { reaction } = this
    if (this.#failedAtStart !== null) return this.#failedAtStart
    if (reaction !== null && reaction.failure !== null) return this.#failureOf(reaction)
    const { broken } = this.watch
    if (broken !== null) return { kind: 'broken', ...broken }
    return this.#invariants.length === 0 ? null : this.#brokenInvariant()
  }

  /** What is wrong where nothing is left to happen; null for nothing. */
  wrongAtRest(): Cause | null {
    for (let agent = 0; agent < this.#linksAt; agent++) {
      const { rests, name } = this.node(agent)
      if (!rests) return { kind: 'hang', address: this.agents.addresses[agent]!, state: name }
    }
    const [monitor] = this.watch.owed
    return monitor === undefined ? null : { kind: 'owed', monitor }
  }

  /** The states of all agents by address, as their behaviours know them. */
  states(): Record<string, unknown> {
    const { addresses } = this.agents
    const states: Record<string, unknown> = {}
    for (let agent = 0; agent < addresses.length; agent++) states[addresses[agent]!] = this.node(agent).state
    return states
  }

  #brokenInvariant(): Cause | null {
    const states = this.states()
    for (const [name, check] of this.#invariants) {
      const detail = check(states)
      if (detail !== null) return { kind: 'invariant', name, detail }
    }
    return null
  }

  #failureOf({ agent, stimulus, failure }: Reaction): Cause {
    return this.#causeOf(failure!, agent, () => this.#eventOf(this.node(agent), stimulus))
  }

  #causeOf(failure: Failure, agent: number, event: () => string): Cause {
    const address = this.agents.addresses[agent]!
    const { name: state } = this.node(agent)
    switch (failure.kind) {
      case 'refused': {
        const { message } = this.agents.envelopes.all[failure.envelope]!
        return { kind: 'refused', message, refused: failure.reason }
      }
      case 'failed':
        return { kind: 'failed', address, state, event: event(), error: failure.error }
      case 'nondeterministic':
        return { kind: 'nondeterministic', address, state, event: event(), source: failure.source }
    }
  }

  /** What an agent that stayed where it was failed at. */
  #eventOf(node: Node, stimulus: Stimulus): string {
    switch (stimulus.kind) {
      case 'deliver':
        return this.agents.envelopes.all[stimulus.envelope]!.type
      case 'timer':
        return node.timers[stimulus.place]!.event.type
      case 'spontaneous':
        return node.spontaneous[stimulus.place]!.type
      case 'order':
        return this.agents.system.orders[stimulus.place]!.event.type
      case 'outcome': {
        const { id, outcomes } = node.pending[stimulus.place]!
        const isAnswer = outcomes[stimulus.outcome]!.kind === 'returns'
        return `xstate.${isAnswer ? 'done' : 'error'}.actor.${id}`
      }
      case 'crash':
      case 'restart':
        return stimulus.kind
    }
  }

  #deliver(link: number, place: number, takes: boolean): void {
    const { row } = this
    const content = this.link(link)
    const envelope = content.items[place]!
    if (takes) row[this.#linksAt + link] = this.links.remove(content, place).id
    this.#react(this.roads[link]!.to, CODE.deliver(envelope))
  }

  #react(agent: number, code: number): void {
    const { row } = this
    const before = this.node(agent)
    const reaction = this.agents.react(agent, before, code)
    if ((++this.#steps & 0xfff) === 0 && !this.agents.isSteady(reaction, before))
      this.reaction = { ...reaction, node: before, failure: { kind: 'nondeterministic', source: null } }
    else this.reaction = reaction
    row[agent] = this.reaction.node.id
    this.#send(reaction.sent)
    if (this.watches.monitors.length > 0) row[this.#watchAt] = this.watches.after(this.watch, reaction).id
  }

  #send(sent: readonly number[]): void {
    if (sent.length === 0) return
    const { row, cut } = this
    for (const envelope of sent) {
      const link = this.#roadOfEnvelope(envelope)
      if (cut?.links[link] === true) continue
      row[this.#linksAt + link] = this.links.add(this.link(link), envelope).id
    }
  }

  /** True where a message may reach its receiver, and that is worth a choice. */
  #mayLand(link: number, place: number): boolean {
    const { takes } = this.node(this.roads[link]!.to)
    if (takes !== null && !takes(this.link(link).items[place]!)) return false
    return !this.#keepsCopies || !this.#isIdle(link, place)
  }

  /** True for a step of an agent's own that it does not take after all. */
  #isNothing(agent: number, node: Node, place: number): boolean {
    const { node: next, sent, acts, failure } = this.agents.react(agent, node, CODE.spontaneous(place))
    return next === node && sent.length === 0 && acts.length === 0 && failure === null
  }

  /** True for a delivery that would change nothing: of a message that stays, to an agent that knows it. */
  #isIdle(link: number, place: number): boolean {
    const agent = this.roads[link]!.to
    const node = this.node(agent)
    const envelope = this.link(link).items[place]!
    const reaction = this.agents.react(agent, node, CODE.deliver(envelope))
    return (
      reaction.node === node &&
      reaction.failure === null &&
      reaction.sent.every((each) => {
        const content = this.link(this.#roadOfEnvelope(each))
        return this.links.add(content, each) === content
      }) &&
      this.watches.after(this.watch, reaction) === this.watch
    )
  }

  #elapse(milliseconds: number): void {
    for (let agent = 0; agent < this.#linksAt; agent++)
      this.row[agent] = this.agents.elapse(agent, this.node(agent), milliseconds).id
  }

  #spend(shift: number): void {
    const left = this.row[this.#faultsAt]!
    const budget = (left >> shift) & 0xff
    if (budget > 0 && budget < (shift === 24 ? UNLIMITED >> 1 : UNLIMITED))
      this.row[this.#faultsAt] = left - (1 << shift)
  }

  /** Starts all agents, in the order of their addresses. */
  #begin(): Int32Array {
    const { row, agents } = this
    row[this.#watchAt] = this.watches.initial.id
    const { drop, duplicate, crash, partition } = this.scope.faults
    row[this.#faultsAt] =
      budget('drop', drop, UNLIMITED) |
      (budget('duplicate', duplicate, UNLIMITED) << 8) |
      (budget('crash', crash, UNLIMITED) << 16) |
      (budget('partition', partition, UNLIMITED >> 1) << 24)
    agents.addresses.forEach((_, agent) => {
      const done = agents.initial(agent)
      row[agent] = done.node.id
      if (done.failure !== null) this.#failedAtStart ??= this.#causeOf(done.failure, agent, () => 'start')
      this.#send(done.sent)
      this.opening = [...this.opening, ...done.sent]
      row[this.#watchAt] = this.watches.begin(this.watch, agent, done).id
    })
    return row.slice()
  }
}

function budget(kind: string, given: number, most: number): number {
  if (given === Infinity) return most
  if (Number.isInteger(given) && given >= 0 && given < most) return given
  throw new UserError(
    `A run cannot have ${given} faults of kind '${kind}': give a whole number from 0 to ${most - 1}.`,
  )
}

/** Lists the pairs of agents that some message goes between. */
function roadsOf({ protocol }: System, addresses: readonly string[]): Road[] {
  const roles = addresses.map(roleOf)
  const pairs = new Set(Object.values(protocol.messages).map(({ from, to }) => `${from} ${to}`))
  return roles.flatMap((sender, from) =>
    roles.flatMap((receiver, to) => (pairs.has(`${sender} ${receiver}`) ? [{ from, to }] : [])),
  )
}

function cutsOf(roads: readonly Road[], addresses: readonly string[]): Cut[] {
  const alone = addresses.map((address, agent) => ({
    from: address,
    to: null,
    links: roads.map(({ from, to }) => from === agent || to === agent),
  }))
  const single = roads.map((road, link) => ({
    from: addresses[road.from]!,
    to: addresses[road.to]!,
    links: roads.map((_, other) => other === link),
  }))
  return [...alone, ...single]
}
