import { isDeepStrictEqual } from 'node:util'
import { roleOf } from '../../bus/index.ts'
import { renameDeep } from '../../system/index.ts'
import { CODE, MAX_OUTCOMES, type Node, type Reaction } from '../node.ts'
import type { Watch } from '../watch.ts'
import type { World } from '../world.ts'
import { Invariants } from './invariants.ts'

/** Two agents of a role, each called by the other's address. */
interface Swap {
  readonly agents: readonly [number, number]
  readonly rename: (address: string) => string
}

/** Says that agents that are called alike are not: then they must be told apart. */
export class NotAlike extends Error {
  override readonly name = 'NotAlike'
}

/**
 * Holds a system to what `symmetric` says of it: whoever swaps two agents of such a role swaps all that
 * follows, and no promise minds.
 *
 * Of worlds that differ in such a swap one is visited, so that is what the proof rests on. It is looked at
 * where it is cheap: at each moment and step of an agent, and at each step of the monitors, once. Neighbours
 * are swapped; since what that leads to is looked at in its turn, every permutation is.
 */
export class Alike {
  readonly #world: World
  readonly #swaps: readonly Swap[]
  readonly #invariants: Invariants
  #nodes = 0
  #reactions = 0
  #watches = 0
  #shown = 0

  constructor(world: World) {
    const { system, addresses } = world.agents
    this.#world = world
    this.#swaps = system.symmetric.flatMap((role) => {
      const group = addresses.flatMap((address, agent) => (roleOf(address) === role ? [agent] : []))
      return group.slice(1).map((b, i) => swapOf(addresses, group[i]!, b))
    })
    this.#invariants = new Invariants(world)
    world.watches.remember()
    world.reset()
    this.#lookAtBeginning()
  }

  /** Looks at a row, and at what has happened for the first time. @throws NotAlike saying who tells agents apart. */
  look(row: Int32Array): void {
    const { agents, watches } = this.#world
    while (
      this.#nodes < agents.nodes.length ||
      this.#reactions < agents.reactions.length ||
      this.#watches < watches.all.length ||
      this.#shown < watches.shown.length
    ) {
      while (this.#nodes < agents.nodes.length) this.#lookAtNode(agents.nodes[this.#nodes++]!)
      while (this.#reactions < agents.reactions.length)
        this.#lookAtReaction(agents.reactions[this.#reactions++]!)
      while (this.#watches < watches.all.length) this.#lookAtWatch(watches.all[this.#watches++]!)
      while (this.#shown < watches.shown.length) this.#lookAtShown(watches.shown[this.#shown++]!)
    }
    const invariant = this.#invariants.apart(row)
    if (invariant !== null) throw this.#apart(`the invariant '${invariant}'`, this.#swaps[0]!)
  }

  /** Agents that are alike begin alike. */
  #lookAtBeginning(): void {
    const { agents, opening, watch } = this.#world
    for (const swap of this.#swaps) {
      agents.addresses.forEach((address, agent) => {
        const node = this.#world.node(agent)
        const other = this.#world.node(this.#agentOf(agent, swap))
        if (agents.rename(this.#agentOf(agent, swap), node, swap.rename) !== other)
          throw this.#apart(`${address} begins`, swap)
      })
      const renamed = opening.map((envelope) => agents.renameEnvelope(envelope, swap.rename))
      if (!this.#isSameTraffic(renamed, opening)) throw this.#apart('what is sent at the start', swap)
      if (this.#world.watches.rename(watch, swap.rename) !== watch)
        throw this.#apart('what the promises see at the start', swap)
    }
  }

  #lookAtNode(node: Node): void {
    const { agents } = this.#world
    const { agent } = node
    for (const swap of this.#swaps) {
      const image = agents.rename(this.#agentOf(agent, swap), node, swap.rename)
      const isSame =
        image.name === node.name &&
        image.rests === node.rests &&
        isDeepStrictEqual(image.spontaneous, renameDeep(node.spontaneous, swap.rename)) &&
        image.pending.every(({ id, outcomes }, i) => {
          const before = node.pending[i]!
          return id === before.id && isDeepStrictEqual(outcomes, renameDeep(before.outcomes, swap.rename))
        }) &&
        this.#takesAlike(node, image, swap)
      if (!isSame) throw this.#apart(`${agents.addresses[agent]} in '${node.name}'`, swap)
    }
  }

  /** Messages that an agent would have stay on their way, swapped, stay on theirs. */
  #takesAlike(node: Node, image: Node, swap: Swap): boolean {
    const { agents } = this.#world
    if (node.takes === null || image.takes === null) return node.takes === image.takes
    const to = agents.addresses[node.agent]
    return agents.envelopes.all.every(
      (each) =>
        each.to !== to || node.takes!(each.id) === image.takes!(agents.renameEnvelope(each.id, swap.rename)),
    )
  }

  #lookAtReaction(reaction: Reaction): void {
    const { agents } = this.#world
    const { agent, before, node, sent, acts, failure } = reaction
    for (const swap of this.#swaps) {
      const image = this.#imageOf(reaction, swap)
      const other = this.#agentOf(agent, swap)
      const isSame =
        image !== null &&
        (image.failure === null) === (failure === null) &&
        (failure !== null ||
          (image.node === agents.rename(other, node, swap.rename) &&
            this.#isSameTraffic(
              image.sent,
              sent.map((each) => agents.renameEnvelope(each, swap.rename)),
            ) &&
            isDeepStrictEqual(image.acts, renameDeep(acts, swap.rename))))
      if (!isSame) throw this.#apart(`${agents.addresses[agent]} in '${before.name}'`, swap)
    }
  }

  #lookAtWatch(watch: Watch): void {
    const { watches } = this.#world
    for (const swap of this.#swaps) {
      const image = watches.rename(watch, swap.rename)
      for (const [place, monitor] of watches.monitors.entries())
        for (const [session, states] of watch.sessions) {
          const [state, swapped] = [states[place]!, image.sessions.get(session)![place]!]
          const isSame =
            (monitor.broken(state) === null) === (monitor.broken(swapped) === null) &&
            monitor.hot(state) === monitor.hot(swapped) &&
            monitor.goal?.(state) === monitor.goal?.(swapped)
          if (!isSame) throw this.#apart(`the promise '${monitor.name}'`, swap)
        }
    }
  }

  #lookAtShown({ watch, reaction, next }: World['watches']['shown'][number]): void {
    const { watches } = this.#world
    for (const swap of this.#swaps) {
      const image = this.#imageOf(reaction, swap)
      if (image === null) throw this.#apart(this.#world.agents.addresses[reaction.agent]!, swap)
      const reached = watches.after(watches.rename(watch, swap.rename), image)
      // What follows a breach says nothing, and its sentence may name who it was.
      if (reached.broken !== null && next.broken !== null && reached.broken.monitor === next.broken.monitor)
        continue
      const expected = watches.rename(next, swap.rename)
      if (reached === expected) continue
      const sessions = [...expected.sessions]
      const place = watches.monitors.findIndex((_, i) =>
        sessions.some(
          ([session, states]) => !isDeepStrictEqual(states[i], reached.sessions.get(session)?.[i]),
        ),
      )
      throw this.#apart(`the promise '${watches.monitors[place]?.name ?? ''}'`, swap)
    }
  }

  /** The same step of the agent that is swapped in; null where it has none. */
  #imageOf({ agent, before, stimulus }: Reaction, swap: Swap): Reaction | null {
    const { agents } = this.#world
    const other = this.#agentOf(agent, swap)
    const node = agents.rename(other, before, swap.rename)
    const code = (): number => {
      switch (stimulus.kind) {
        case 'deliver':
          return CODE.deliver(agents.renameEnvelope(stimulus.envelope, swap.rename))
        case 'timer': {
          const id = swap.rename(before.timers[stimulus.place]!.id)
          const place = node.timers.findIndex((timer) => timer.id === id)
          return place < 0 ? -1 : CODE.timer(place)
        }
        case 'outcome':
          return CODE.outcome(stimulus.place * MAX_OUTCOMES + stimulus.outcome)
        case 'spontaneous':
          return CODE.spontaneous(stimulus.place)
        case 'order':
          return CODE.order(stimulus.place)
        case 'crash':
          return CODE.crash()
        case 'restart':
          return CODE.restart(stimulus.place)
      }
    }
    const at = code()
    return at < 0 ? null : agents.react(other, node, at)
  }

  /** True where the same goes over each link, in the same order; links are independent of each other. */
  #isSameTraffic(a: readonly number[], b: readonly number[]): boolean {
    const byLink = (sent: readonly number[]) =>
      Map.groupBy(sent, (id) => {
        const { from, to } = this.#world.agents.envelopes.all[id]!
        return this.#world.roadOf(from, to)
      })
    return isDeepStrictEqual(byLink(a), byLink(b))
  }

  #agentOf(agent: number, { agents: [a, b] }: Swap): number {
    return agent === a ? b : agent === b ? a : agent
  }

  #apart(who: string, { agents: [a, b] }: Swap): NotAlike {
    const { addresses } = this.#world.agents
    return new NotAlike(
      `Agents of role '${roleOf(addresses[a]!)}' were told apart, though \`symmetric\` lists it: ${who} tells ${addresses[a]} and ${addresses[b]} apart.`,
    )
  }
}

function swapOf(addresses: readonly string[], a: number, b: number): Swap {
  const [first, second] = [addresses[a]!, addresses[b]!]
  return {
    agents: [a, b],
    rename: (address) => (address === first ? second : address === second ? first : address),
  }
}
