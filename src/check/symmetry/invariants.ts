import { isDeepStrictEqual } from 'node:util'
import { roleOf } from '../../bus/index.ts'
import { renameDeep } from '../../system/index.ts'
import type { Node } from '../node.ts'
import type { World } from '../world.ts'
import { eachArrangement } from './arrangements.ts'

/**
 * Invariants of a world with symmetric roles: they must say the same of states that differ in who is who.
 *
 * That an invariant says the same when two neighbours are swapped would not be enough: of worlds that differ
 * in a permutation, only one is ever seen. So each distinct permutation of the states is shown to it, once.
 */
export class Invariants {
  readonly #world: World
  readonly #checks: readonly (readonly [name: string, check: (states: Record<string, unknown>) => unknown])[]
  readonly #groups: readonly (readonly number[])[]
  readonly #seen = new Set<string>()
  /** By node: whether its state names an agent of a symmetric role. */
  readonly #names = new Map<Node, boolean>()

  constructor(world: World) {
    const { system, addresses } = world.agents
    this.#world = world
    this.#checks = Object.entries(system.invariants)
    this.#groups = system.symmetric.map((role) =>
      addresses.flatMap((address, agent) => (roleOf(address) === role ? [agent] : [])),
    )
  }

  /** Names an invariant that holds of a row and not of the same with its agents permuted; null for none. */
  apart(row: Int32Array): string | null {
    if (this.#checks.length === 0) return null
    const { agents } = this.#world
    const key = row.subarray(0, agents.addresses.length).join()
    if (this.#seen.has(key)) return null
    this.#seen.add(key)
    const now = Array.from(agents.addresses, (_, agent) => agents.nodes[row[agent]!]!)
    const states = this.#states(
      now,
      now.map(({ agent }) => agent),
    )
    const holds = this.#checks.map(([, check]) => check(states) === null)
    let apart: string | null = null
    this.#permute(now, (places) => {
      const permuted = this.#states(now, places)
      apart = this.#checks.find(([, check], i) => (check(permuted) === null) !== holds[i])?.[0] ?? null
      return apart === null
    })
    return apart
  }

  /** Goes through the ways to permute agents that make a difference. `visit`: given each agent's new place. */
  #permute(now: readonly Node[], visit: (places: readonly number[]) => boolean): void {
    const places = now.map(({ agent }) => agent)
    const classes = this.#groups.map((group) => this.#classes(group, now))
    const from = (at: number): boolean => {
      const group = this.#groups[at]
      if (group === undefined) return visit(places)
      return eachArrangement(classes[at]!, (order) => {
        order.forEach((agent, i) => {
          places[agent] = group[i]!
        })
        return from(at + 1)
      })
    }
    from(0)
  }

  /** Agents that can be swapped without any change of an agent's state. */
  #classes(group: readonly number[], now: readonly Node[]): number[][] {
    const classes: number[][] = []
    for (const agent of group) {
      const same = classes.find(([first]) => this.#canSwap(first!, agent, now))
      if (same === undefined) classes.push([agent])
      else same.push(agent)
    }
    return classes
  }

  #canSwap(a: number, b: number, now: readonly Node[]): boolean {
    const { agents } = this.#world
    const [first, second] = [agents.addresses[a]!, agents.addresses[b]!]
    const rename = (address: string) => (address === first ? second : address === second ? first : address)
    return now.every((node) => {
      const { agent } = node
      const place = agent === a ? b : agent === b ? a : agent
      if (place === agent && !this.#namesAgents(node)) return true
      return agents.rename(place, node, rename) === now[place]
    })
  }

  /** The states by address, each agent in its place, with every agent renamed. */
  #states(now: readonly Node[], places: readonly number[]): Record<string, unknown> {
    const { addresses } = this.#world.agents
    const rename = (address: string) => {
      const agent = addresses.indexOf(address)
      return agent < 0 ? address : addresses[places[agent]!]!
    }
    const inPlace: unknown[] = Array.from(addresses, () => null)
    for (const node of now)
      inPlace[places[node.agent]!] = this.#namesAgents(node) ? renamed(node, rename) : node.state
    const states: Record<string, unknown> = {}
    for (let agent = 0; agent < addresses.length; agent++) states[addresses[agent]!] = inPlace[agent]
    return states
  }

  #namesAgents(node: Node): boolean {
    let names = this.#names.get(node)
    if (names === undefined) {
      const { addresses } = this.#world.agents
      const marked = renamed(node, (text) => (addresses.includes(text) ? `${text} ` : text))
      names = !isDeepStrictEqual(marked, node.state)
      this.#names.set(node, names)
    }
    return names
  }
}

function renamed({ behaviour, state }: Node, rename: (address: string) => string): unknown {
  if (state === null) return null
  return behaviour.renamed?.(state, rename) ?? renameDeep(state, rename)
}
