import { mayHappen } from './budget.ts'
import { encode, KIND } from './choice.ts'
import { MAX_OUTCOMES } from './node.ts'
import type { Cut } from './road.ts'
import type { World } from './world.ts'

/** Lists what can be chosen in a world: the dullest first, faults last. */
export class Lister {
  readonly #world: World
  readonly #agents: number

  constructor(world: World) {
    this.#world = world
    this.#agents = world.agents.addresses.length
  }

  /** Writes the choices into the world's menu. */
  list(): void {
    const world = this.#world
    const { choices, row, roads, cut } = world
    const { nodes, system, addresses } = world.agents
    const agents = addresses.length
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
    const links = world.links.all
    for (let link = 0; link < roads.length; link++) {
      const { ready } = links[row[agents + link]!]!
      if (ready.length === 0 || cut?.links[link] === true) continue
      let listed = 0
      for (const place of ready) {
        if (!this.#world.mayLand(link, place)) continue
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
        if (world.does(agent, node, place)) choices[n++] = encode(KIND.spontaneous, agent, place)
    }
    const order = world.given
    if (order < system.orders.length) {
      const agent = addresses.indexOf(system.orders[order]!.to)
      if (nodes[row[agent]!]!.rests) choices[n++] = encode(KIND.order, agent, order)
    }
    if (hasTimers) n = this.#listTimers(n)
    if (hasMore) n = this.#listMore(n, cut)
    if (n === 0) choices[n++] = encode(KIND.rest, 0, 0)
    world.faultsFrom = n
    world.count = this.#listFaults(n, cut)
  }

  /** The soonest timer first; where time is ordered, no other. */
  #listTimers(from: number): number {
    const { choices } = this.#world
    let n = from
    let soonest = Infinity
    let first = -1
    for (let agent = 0; agent < this.#agents; agent++) {
      const { up, timers } = this.#world.node(agent)
      if (up && timers.length > 0 && timers[0]!.left < soonest) {
        soonest = timers[0]!.left
        first = agent
      }
    }
    choices[n++] = encode(KIND.timer, first, 0)
    for (let agent = 0; agent < this.#agents; agent++) {
      const { up, timers } = this.#world.node(agent)
      if (!up) continue
      for (let place = 0; place < timers.length; place++) {
        if (agent === first && place === 0) continue
        if (this.#world.scope.time === 'free' || timers[place]!.left === soonest)
          choices[n++] = encode(KIND.timer, agent, place)
      }
    }
    return n
  }

  /** Messages before older ones, less dull outcomes and restarts. */
  #listMore(from: number, cut: Cut | null): number {
    const { choices, roads } = this.#world
    let n = from
    for (let link = 0; link < roads.length; link++) {
      if (cut?.links[link] === true) continue
      let listed = 0
      for (const place of this.#world.link(link).ready) {
        if (!this.#world.mayLand(link, place)) continue
        if (listed++ > 0) choices[n++] = encode(KIND.deliver, link, place)
      }
    }
    for (let agent = 0; agent < this.#agents; agent++) {
      const { up, pending, behaviour } = this.#world.node(agent)
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
    const { choices, roads } = this.#world
    const { budgets, isLossy } = this.#world
    if (budgets === 0 && !isLossy) return from
    let n = from
    const drops = isLossy || mayHappen(budgets, 'drop')
    const duplicates = mayHappen(budgets, 'duplicate')
    if (drops || duplicates)
      for (let link = 0; link < roads.length; link++) {
        if (cut?.links[link] === true) continue
        for (const place of this.#world.link(link).ready) {
          if (drops) choices[n++] = encode(KIND.drop, link, place)
          if (duplicates && this.#world.mayLand(link, place))
            choices[n++] = encode(KIND.duplicate, link, place)
        }
      }
    if (mayHappen(budgets, 'crash'))
      for (let agent = 0; agent < this.#agents; agent++) {
        const { up, behaviour } = this.#world.node(agent)
        if (up && behaviour.restarts.length > 0) choices[n++] = encode(KIND.crash, agent, 0)
      }
    if (cut === null && mayHappen(budgets, 'partition'))
      for (let place = 0; place < this.#world.cuts.length; place++) choices[n++] = encode(KIND.cut, 0, place)
    return n
  }
}
