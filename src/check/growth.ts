import { KIND, kindOf, placeOf, whoOf } from './choice.ts'
import { MAX_OUTCOMES } from './node.ts'
import { timerName } from './report/name.ts'
import type { Rows } from './rows.ts'
import type { World } from './world.ts'

/** A link that fills without bound: the same steps can be taken again and again, and leave more on it each time. */
export interface Growth {
  readonly from: string
  readonly to: string
  /** How many messages it holds. */
  readonly holds: number
  /** The type of what is added each time. */
  readonly type: string
  /** What makes its sender send it: 'timer payment of auctioneer fires'. */
  readonly sentOn: string
}

/** A link with fewer messages is not looked at. */
const FEW = 4

/** How often the steps are taken again before it is said that they can be taken for ever. */
const AGAIN = 3

/** What is known of how states were reached. */
export interface Reached {
  readonly rows: Rows
  /** The state before a state, and what was picked there; −1 for the first one. */
  parentOf(state: number): number
  pickOf(state: number): number
}

/**
 * Finds out that a link fills for ever, while states are still few.
 *
 * Each time that a link holds more than any before, the way there is searched for a moment that differs in
 * nothing but that links held less. The steps from there are then taken again from the end: where they lead to
 * the same once more, with as much more on the links, they can be taken for ever.
 *
 * Source: R. Karp, R. Miller, "Parallel Program Schemata", Journal of Computer and System Sciences 3, 1969
 * (states that cover their ancestors).
 */
export class GrowthWatch {
  readonly #world: World
  readonly #reached: Reached
  /** By link: the most that it held. */
  readonly #most: number[]
  readonly #agents: number

  constructor(world: World, reached: Reached) {
    this.#world = world
    this.#reached = reached
    this.#most = world.roads.map(() => FEW - 1)
    this.#agents = world.agents.addresses.length
  }

  /** Looks at the world as it is, at a state that was just reached; leaves it as it is. */
  look(state: number): Growth | null {
    const { reaction } = this.#world
    if (reaction === null || reaction.sent.length === 0) return null
    let grown = false
    for (const envelope of reaction.sent) {
      const link = this.#world.roadOfEnvelope(envelope)
      const { length } = this.#world.link(link).items
      if (length <= this.#most[link]!) continue
      this.#most[link] = length
      grown = true
    }
    if (!grown) return null
    const row = this.#world.row.slice()
    const growth = this.#search(state, row)
    this.#world.row.set(row)
    return growth
  }

  #search(state: number, row: Int32Array): Growth | null {
    const before = new Int32Array(row.length)
    const picks: number[] = []
    for (let at = state; at >= 0; at = this.#reached.parentOf(at)) {
      this.#reached.rows.read(at, before)
      if (at !== state && this.#isCovered(before, row)) {
        const growth = this.#repeat(before, row, picks.toReversed())
        if (growth !== null) return growth
      }
      picks.push(this.#reached.pickOf(at))
    }
    return null
  }

  /** True where two rows differ in nothing but that links hold more in the second, and some do. */
  #isCovered(less: Int32Array, more: Int32Array): boolean {
    const { links, roads } = this.#world
    const watchAt = this.#agents + roads.length
    for (let i = 0; i < less.length; i++) {
      if (less[i] === more[i] || i === watchAt) continue
      if (i < this.#agents || i > watchAt) return false
      if (!contains(links.all[more[i]!]!.items, links.all[less[i]!]!.items)) return false
    }
    return roads.some((_, link) => less[this.#agents + link] !== more[this.#agents + link])
  }

  /** Takes the steps between two rows again and again; null where they lead elsewhere. */
  #repeat(less: Int32Array, more: Int32Array, picks: readonly number[]): Growth | null {
    const world = this.#world
    const names: string[] = []
    world.row.set(less)
    for (const picked of picks) {
      world.enumerate()
      names.push(world.nameOf(world.choices[picked]!))
      world.take(world.choices[picked]!)
    }
    // Where agents are taken for alike the steps may have led to one that is like this row, and not to it.
    if (!world.row.every((value, i) => value === more[i])) return null
    const grows = world.roads.findIndex((_, link) => more[this.#agents + link] !== less[this.#agents + link])
    const { items } = world.link(grows)
    const added = addedTo(world.links.all[less[this.#agents + grows]!]!.items, items)
    let sentOn = ''
    for (let round = 0; round < AGAIN; round++) {
      const start = world.row.slice()
      for (const name of names) {
        world.enumerate()
        const choices = world.choices.subarray(0, world.count)
        const choice = choices.find((each) => world.nameOf(each) === name)
        if (choice === undefined) return null
        if (sentOn === '' && doesSend(world, choice, added)) sentOn = tellOf(world, choice)
        world.take(choice)
        if (world.broken() !== null) return null
      }
      if (!this.#isCovered(start, world.row)) return null
    }
    const { from, to } = world.roads[grows]!
    const { addresses, envelopes } = world.agents
    return {
      from: addresses[from]!,
      to: addresses[to]!,
      holds: items.length,
      type: envelopes.all[added]!.type,
      sentOn,
    }
  }
}

/** True where a list begins with another, or, in any order, holds all that it holds. */
function contains(more: readonly number[], less: readonly number[]): boolean {
  if (less.every((item, i) => item === more[i])) return true
  const left = [...more]
  return less.every((item) => {
    const at = left.indexOf(item)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** The first item of a list that another does not hold, or not as often. */
function addedTo(less: readonly number[], more: readonly number[]): number {
  const left = [...less]
  for (const item of more) {
    const at = left.indexOf(item)
    if (at < 0) return item
    left.splice(at, 1)
  }
  return more.at(-1)!
}

/** True where an agent sends this on a choice. */
function doesSend(world: World, choice: number, envelope: number): boolean {
  return kindOf(choice) <= KIND.restart && world.foresee(choice).sent.includes(envelope)
}

/** Says what is about to happen, without the numbers that messages have in a story. */
function tellOf(world: World, choice: number): string {
  const { addresses, envelopes } = world.agents
  const who = whoOf(choice)
  const place = placeOf(choice)
  switch (kindOf(choice)) {
    case KIND.deliver: {
      const { type, to } = envelopes.all[world.link(who).items[place]!]!
      return `${type} reaches ${to}`
    }
    case KIND.timer:
      return `timer ${timerName(world.node(who).timers[place]!.id)} of ${addresses[who]} fires`
    case KIND.outcome:
      return `${world.node(who).pending[Math.floor(place / MAX_OUTCOMES)]!.source} of ${addresses[who]} answers`
    case KIND.spontaneous:
      return `${addresses[who]} does ${world.node(who).spontaneous[place]!.type} by itself`
    default:
      return `${addresses[who]} comes back`
  }
}
