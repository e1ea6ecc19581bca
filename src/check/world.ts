import { roleOf } from '../bus/index.ts'
import { Agents } from './agents.ts'
import { FAULTS, packBudgets, spend } from './budget.ts'
import { canonicalKey } from './canonical.ts'
import { KIND, kindOf, placeOf, whoOf, type Menu } from './choice.ts'
import { failureAtStart, failureOf } from './failure.ts'
import { Links, type Link } from './link.ts'
import { Lister } from './lister.ts'
import { CODE, MAX_OUTCOMES, type Node, type Reaction } from './node.ts'
import type { Cause, Scope } from './result.ts'
import { cutsOf, roadsOf, type Cut, type Road } from './road.ts'
import type { System } from '../system/index.ts'
import { Watches, type Watch } from './watch.ts'

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
  /** True where any message may be lost. */
  readonly isLossy: boolean
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
  readonly #lister: Lister
  readonly #first: Int32Array
  readonly #road: ReadonlyMap<string, number>
  readonly #roadsOfEnvelopes: number[] = []
  readonly #linksAt: number
  readonly #watchAt: number
  readonly #ordersAt: number
  readonly #faultsAt: number
  readonly #cutAt: number
  readonly #keepsCopies: boolean
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
    this.isLossy = scope.network === 'lossy'
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
    this.#lister = new Lister(this)
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

  /** The most messages that are on their way over one link. */
  get holds(): number {
    let most = 0
    for (let link = 0; link < this.roads.length; link++) most = Math.max(most, this.link(link).items.length)
    return most
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

  /** How often each fault may still happen, packed. */
  get budgets(): number {
    return this.row[this.#faultsAt]!
  }

  /** True where no fault can happen any more, and none goes on. */
  get isSound(): boolean {
    return !this.isLossy && this.budgets === 0 && this.row[this.#cutAt] === 0
  }

  /** The link that a message takes. */
  roadOf(from: string, to: string): number {
    return this.#road.get(`${from} ${to}`)!
  }

  /** The link that a message takes, by its number. */
  roadOfEnvelope(envelope: number): number {
    let link = this.#roadsOfEnvelopes[envelope]
    if (link === undefined) {
      const { from, to } = this.agents.envelopes.all[envelope]!
      this.#roadsOfEnvelopes[envelope] = link = this.roadOf(from, to)
    }
    return link
  }

  /** Lists what can be chosen now. */
  enumerate(): void {
    this.#lister.list()
  }

  get isAtRest(): boolean {
    return kindOf(this.choices[0]!) === KIND.rest
  }

  /** Takes a step. */
  take(choice: number): void {
    this.#step(choice)
    this.note(choice, this.reaction)
  }

  /** What a choice is, wherever it is listed: places change while others are taken. */
  nameOf(choice: number): string {
    const who = whoOf(choice)
    const place = placeOf(choice)
    switch (kindOf(choice)) {
      case KIND.deliver:
        return `deliver ${who} ${this.link(who).items[place]}`
      case KIND.outcome: {
        const { id } = this.node(who).pending[Math.floor(place / MAX_OUTCOMES)]!
        return `outcome ${who} ${place % MAX_OUTCOMES} ${id}`
      }
      case KIND.spontaneous:
        return `spontaneous ${who} ${canonicalKey(this.node(who).spontaneous[place])}`
      case KIND.timer:
        return `timer ${who} ${this.node(who).timers[place]!.id}`
      default:
        return String(choice)
    }
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
        row[this.#faultsAt] = spend(this.budgets, 'drop')
        row[this.#linksAt + who] = this.links.remove(this.link(who), place).id
        break
      case KIND.duplicate:
        row[this.#faultsAt] = spend(this.budgets, 'duplicate')
        this.#deliver(who, place, false)
        break
      case KIND.crash:
        row[this.#faultsAt] = spend(this.budgets, 'crash')
        this.#react(who, CODE.crash())
        break
      case KIND.cut:
        row[this.#faultsAt] = spend(this.budgets, 'partition')
        row[this.#cutAt] = place + 1
        break
    }
  }

  /** What the last step broke; null for nothing. */
  broken(): Cause | null {
    const { reaction } = this
    if (this.#failedAtStart !== null) return this.#failedAtStart
    if (reaction !== null && reaction.failure !== null) return failureOf(this.agents, reaction)
    const { broken } = this.watch
    if (broken !== null) return { kind: 'broken', ...broken }
    return this.#invariants.length === 0 ? null : this.#brokenInvariant()
  }

  /** What is wrong where nothing is left to happen; null for nothing. */
  wrongAtRest(): Cause | null {
    for (let agent = 0; agent < this.#linksAt; agent++) {
      const { rests, name } = this.node(agent)
      if (rests) continue
      const address = this.agents.addresses[agent]!
      const order = this.agents.system.orders[this.given]
      if (order?.to !== address) return { kind: 'hang', address, state: name }
      const { rest } = this.agents.system.protocol.roles[roleOf(address)]!
      return { kind: 'hang', address, state: name, order: { event: order.event.type, rest } }
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
      const link = this.roadOfEnvelope(envelope)
      if (cut?.links[link] === true) continue
      row[this.#linksAt + link] = this.links.add(this.link(link), envelope).id
    }
  }

  /** True where a message may reach its receiver, and that is worth a choice. */
  mayLand(link: number, place: number): boolean {
    const { takes } = this.node(this.roads[link]!.to)
    if (takes !== null && !takes(this.link(link).items[place]!)) return false
    return !this.#keepsCopies || !this.#isIdle(link, place)
  }

  /** False for a step of an agent's own that it does not take after all. */
  does(agent: number, node: Node, place: number): boolean {
    const { node: next, sent, acts, failure } = this.agents.react(agent, node, CODE.spontaneous(place))
    return next !== node || sent.length > 0 || acts.length > 0 || failure !== null
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
        const content = this.link(this.roadOfEnvelope(each))
        return this.links.add(content, each) === content
      }) &&
      this.watches.after(this.watch, reaction) === this.watch
    )
  }

  #elapse(milliseconds: number): void {
    for (let agent = 0; agent < this.#linksAt; agent++)
      this.row[agent] = this.agents.elapse(agent, this.node(agent), milliseconds).id
  }

  /** Starts all agents, in the order of their addresses. */
  #begin(): Int32Array {
    const { row, agents } = this
    row[this.#watchAt] = this.watches.initial.id
    row[this.#faultsAt] = packBudgets(this.scope.faults)
    agents.addresses.forEach((_, agent) => {
      const done = agents.initial(agent)
      row[agent] = done.node.id
      if (done.failure !== null)
        this.#failedAtStart ??= failureAtStart(agents, agent, done.failure, done.node)
      this.#send(done.sent)
      this.opening = [...this.opening, ...done.sent]
      row[this.#watchAt] = this.watches.begin(this.watch, agent, done).id
    })
    return row.slice()
  }
}
