import { roleOf } from '../bus/index.ts'
import type { World } from './world.ts'

/** Places of choices that are enough, the lowest first. Equal ones are one object. */
export type Few = readonly number[]

/**
 * Finds choices that need not be tried in every order with all others: ample sets (partial-order reduction).
 *
 * Enough are all choices of some agents, A, where
 *
 * - nobody else can bring an agent of A a choice that it lacks now, or change what one of its choices does.
 *   It depends on its own state, on the heads of the links into it, and on the next order. Where links keep
 *   their order, a message on a link keeps what is sent later from arriving; so A holds the sender of every
 *   empty link into it (of every link at all where order is not kept), and, with an agent that orders still
 *   wait for, the one that the next order is for. Whatever others do before A moves, A can do the same
 *   before and after, and the outcome is one (C1);
 * - nothing that A can do now fails, or shows a monitor what it does not ignore in every state (C2);
 * - some choice leads to a state that is still to be left. A chain of such states ends in one that is left
 *   by every choice, so that no choice is put off for ever (C3; `Explorer` sees to it).
 *
 * A run that is left out therefore has the steps of one that is taken, in another order that no monitor can
 * tell, and perhaps before some more: every state at rest is visited, every reaction of an agent is taken,
 * every breach of a monitor is found, and a state that cannot come to rest any more is followed by a
 * visited one that cannot either. Invariants look at the states of several agents at once, and exclude it;
 * so do faults that may still happen, messages that stay, and time that is the same for all.
 *
 * That a link carries nothing, ever, is believed until an agent is seen to send something over it
 * (`hasLearned`); what was enough before must then be looked at again. This is sound: the first message
 * over a link that none was sent over changes no choice that A has, so a run that ends with it is among
 * those that are taken in another order.
 *
 * Sources: P. Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, 1996; E. Clarke,
 * O. Grumberg, D. Peled, Model Checking, 1999, chapter 10 (C0–C3); D. Bošnački, S. Leue, A. Lluch Lafuente,
 * "Partial-Order Reduction for General State Exploring Algorithms", STTT 11, 2009 (C3 breadth-first).
 */
export class Reduction {
  readonly #world: World
  /** By agent: the roads into it. */
  readonly #into: readonly (readonly number[])[]
  /** By road: those that are like it, by permuting agents of symmetric roles. */
  readonly #alike: readonly (readonly number[])[]
  /** By road: 1 where something was ever sent over it. */
  readonly #carries: Uint8Array
  readonly #receivers: readonly number[]
  readonly #keepsOrder: boolean
  readonly #known = new Map<string, Few>()
  /** Reactions whose messages were looked at. */
  #heard = 0
  /** By agent: 1 for those in A. */
  readonly #members: Uint8Array

  /** Returns null for a world in which it would find nothing. */
  static of(world: World): Reduction | null {
    const { network, time } = world.scope
    const keepsMessages = network === 'ordered' || network === 'unordered'
    const { invariants } = world.agents.system
    return keepsMessages && time === 'free' && Object.keys(invariants).length === 0
      ? new Reduction(world)
      : null
  }

  private constructor(world: World) {
    const { roads, agents, opening } = world
    const { addresses, system } = agents
    const kinds = addresses.map((address) =>
      system.symmetric.includes(roleOf(address)) ? roleOf(address) : address,
    )
    this.#world = world
    this.#into = addresses.map((_, agent) => [...roads.keys()].filter((road) => roads[road]!.to === agent))
    this.#alike = roads.map(({ from, to }) =>
      [...roads.keys()].filter(
        (other) => kinds[roads[other]!.from] === kinds[from] && kinds[roads[other]!.to] === kinds[to],
      ),
    )
    this.#carries = new Uint8Array(roads.length)
    this.#receivers = system.orders.map(({ to }) => addresses.indexOf(to))
    this.#keepsOrder = world.scope.network === 'ordered'
    this.#members = new Uint8Array(addresses.length)
    for (const envelope of opening) this.#learn(envelope)
  }

  /** True once after an agent was first seen to send something over a link. */
  hasLearned(): boolean {
    const { reactions } = this.#world.agents
    let learned = false
    for (; this.#heard < reactions.length; this.#heard++)
      for (const envelope of reactions[this.#heard]!.sent) if (this.#learn(envelope)) learned = true
    return learned
  }

  /** The fewest of the choices listed that are enough; null where it needs all of them. */
  enough(): Few | null {
    const world = this.#world
    if (!world.isSound || world.count < 2) return null
    let best: Few | null = null
    const tried = new Set<number>()
    for (let i = 0; i < world.count; i++) {
      const agent = world.agentOf(world.choices[i]!)
      if (tried.has(agent)) continue
      tried.add(agent)
      const few = this.#choicesWith(agent)
      if (few.length < (best?.length ?? world.count) && few.every((place) => this.#isHidden(place)))
        best = few
    }
    return best && this.#intern(best)
  }

  /** The choices of an agent, and of those without whom they are not enough. */
  #choicesWith(agent: number): number[] {
    const world = this.#world
    const { roads, given, choices, count } = world
    const members = this.#members.fill(0)
    const joining = [agent]
    for (let next = joining.pop(); next !== undefined; next = joining.pop()) {
      if (members[next] === 1) continue
      members[next] = 1
      for (const road of this.#into[next]!)
        if (this.#carries[road] === 1 && !(this.#keepsOrder && world.link(road).items.length > 0))
          joining.push(roads[road]!.from)
      if (this.#receivers.includes(next, given)) joining.push(this.#receivers[given]!)
    }
    const few: number[] = []
    for (let i = 0; i < count; i++) if (members[world.agentOf(choices[i]!)] === 1) few.push(i)
    return few
  }

  /** True for a choice that does not fail, and that no monitor minds. */
  #isHidden(place: number): boolean {
    const { choices, watch, watches } = this.#world
    const reaction = this.#world.foresee(choices[place]!)
    return reaction.failure === null && watches.ignores(watch, reaction)
  }

  /** Notes that a message may be sent; true where none was ever sent over its link. */
  #learn(envelope: number): boolean {
    const { from, to } = this.#world.agents.envelopes.all[envelope]!
    const road = this.#world.roadOf(from, to)
    if (this.#carries[road] === 1) return false
    for (const each of this.#alike[road]!) this.#carries[each] = 1
    return true
  }

  #intern(few: Few): Few {
    const key = few.join()
    let known = this.#known.get(key)
    if (known === undefined) this.#known.set(key, (known = few))
    return known
  }
}
