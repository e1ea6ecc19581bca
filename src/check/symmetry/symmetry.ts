import { roleOf } from '../../bus/index.ts'
import { UserError } from '../../core/index.ts'
import type { World } from '../world.ts'
import { arrangements } from './arrangements.ts'

/** Another address for each agent of a symmetric role, by agent. */
type Permutation = readonly number[]

/**
 * Puts worlds that differ only in which agent of a symmetric role is which into one form.
 *
 * The form is exact: of all worlds that permuting such agents makes of one, the row that comes first. To
 * try fewer, agents are put in the order of what they are like by themselves, and only those that are
 * alike are permuted.
 */
export class Symmetry {
  readonly #world: World
  /** Agents of each symmetric role. */
  readonly #groups: readonly (readonly number[])[]
  readonly #renamings = new Map<string, Renaming>()
  readonly #best: Int32Array

  /** @throws UserError when the system or its faults tell agents of a symmetric role apart. */
  constructor(world: World) {
    const { system, addresses } = world.agents
    this.#world = world
    this.#best = new Int32Array(world.width)
    this.#groups = system.symmetric.map((role) =>
      addresses.flatMap((address, agent) => (roleOf(address) === role ? [agent] : [])),
    )
    const special = system.orders.find(({ to }) => system.symmetric.includes(roleOf(to)))
    if (special !== undefined)
      throw new UserError(
        `System '${system.name}' calls role '${roleOf(special.to)}' symmetric and gives an order to ${special.to} alone: take the role out of \`symmetric\`, or the order out.`,
      )
    if (world.cuts.length > 0)
      throw new UserError(
        `System '${system.name}' has symmetric roles, whose links cannot be told apart by partitions: take them out of \`symmetric\`, or allow no partition.`,
      )
  }

  /** Returns the form of a row; the array is used again by the next call. */
  canonical(row: Int32Array): Int32Array {
    let first = true
    for (const permutation of this.#candidates(row)) {
      const renamed = this.#renaming(permutation).apply(row)
      if (first || isBefore(renamed, this.#best)) this.#best.set(renamed)
      first = false
    }
    return this.#best
  }

  /** Permutations that put the agents of each role in the order of what is said of them. */
  #candidates(row: Int32Array): Permutation[] {
    const identity = Array.from(this.#world.agents.addresses, (_, agent) => agent)
    return this.#groups.reduce(
      (permutations: number[][], group) => {
        const orders = this.#orders(group, row)
        return permutations.flatMap((permutation) =>
          orders.map((order) => {
            const next = [...permutation]
            order.forEach((agent, i) => {
              next[agent] = group[i]!
            })
            return next
          }),
        )
      },
      [identity],
    )
  }

  #orders(group: readonly number[], row: Int32Array): number[][] {
    const alike = Map.groupBy(group, (agent) => this.#signature(agent, group, row))
    return [...alike]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .reduce(
        (lists: number[][], [, block]) => {
          const orders = arrangements(this.#classes(block, row))
          return lists.flatMap((list) => orders.map((order) => [...list, ...order]))
        },
        [[]],
      )
  }

  /** What the agent itself and those outside its group say of it. */
  #signature(agent: number, group: readonly number[], row: Int32Array): string {
    const { agents } = this.#world
    return agents.addresses
      .flatMap((_, other) =>
        other === agent || !group.includes(other) ? [agents.aspect(other, row[other]!, agent)] : [],
      )
      .join()
  }

  /** Agents that can be swapped without any change. */
  #classes(block: readonly number[], row: Int32Array): number[][] {
    const classes: number[][] = []
    for (const agent of block) {
      const same = classes.find(([first]) => this.#canSwap(first!, agent, row))
      if (same === undefined) classes.push([agent])
      else same.push(agent)
    }
    return classes
  }

  #canSwap(a: number, b: number, row: Int32Array): boolean {
    const swap = Array.from(this.#world.agents.addresses, (_, agent) =>
      agent === a ? b : agent === b ? a : agent,
    )
    return this.#renaming(swap)
      .apply(row)
      .every((value, i) => value === row[i])
  }

  #renaming(permutation: Permutation): Renaming {
    const key = permutation.join()
    let renaming = this.#renamings.get(key)
    if (renaming === undefined) this.#renamings.set(key, (renaming = new Renaming(this.#world, permutation)))
    return renaming
  }
}

/** A permutation of agents, applied to rows; the parts of a row that it was applied to are remembered. */
class Renaming {
  readonly #world: World
  readonly #permutation: Permutation
  readonly #rename: (address: string) => string
  /** Where each link goes. */
  readonly #roads: readonly number[]
  readonly #nodes = new Map<number, number>()
  readonly #links: number[] = []
  readonly #watches: number[] = []
  readonly #row: Int32Array

  constructor(world: World, permutation: Permutation) {
    const { addresses } = world.agents
    this.#world = world
    this.#permutation = permutation
    const names = new Map(addresses.map((address, agent) => [address, addresses[permutation[agent]!]!]))
    this.#rename = (address) => names.get(address) ?? address
    this.#roads = world.roads.map(({ from, to }) =>
      world.roadOf(this.#rename(addresses[from]!), this.#rename(addresses[to]!)),
    )
    this.#row = new Int32Array(world.width)
  }

  apply(row: Int32Array): Int32Array {
    const { agents, links, watches } = this.#world
    const count = agents.addresses.length
    const next = this.#row
    next.set(row)
    for (let agent = 0; agent < count; agent++) {
      const key = row[agent]! * count + agent
      let node = this.#nodes.get(key)
      if (node === undefined) {
        node = agents.rename(this.#permutation[agent]!, agents.nodes[row[agent]!]!, this.#rename).id
        this.#nodes.set(key, node)
      }
      next[this.#permutation[agent]!] = node
    }
    this.#roads.forEach((to, link) => {
      const content = row[count + link]!
      next[count + to] = this.#links[content] ??= links.rename(links.all[content]!, (envelope) =>
        agents.renameEnvelope(envelope, this.#rename),
      ).id
    })
    const watch = row[count + this.#roads.length]!
    next[count + this.#roads.length] = this.#watches[watch] ??= watches.rename(
      watches.all[watch]!,
      this.#rename,
    ).id
    return next
  }
}

function isBefore(a: Int32Array, b: Int32Array): boolean {
  const at = a.findIndex((value, i) => value !== b[i])
  return at >= 0 && a[at]! < b[at]!
}
