import type { World } from './world.ts'

/** A way through the same worlds again and again. */
export interface Round {
  readonly period: number
  /** True after a whole round was watched. */
  readonly isComplete: boolean
  /** The place, among the choices listed, of one that could be taken all the way and was not; null for none. */
  readonly starved: number | null
}

/**
 * Finds out that a run of dullest choices goes round (Brent's algorithm), then goes round once more to see
 * what is never chosen. Of that, what was taken longest ago is taken; where such runs go round in their
 * turn, and nothing waits all the way, that is a round as well.
 */
export class Rounds {
  readonly #world: World
  readonly #saved: Int32Array
  #since = 0
  #limit = 16
  /** Steps of the round still to be watched; −1 before a round was found. */
  #left = -1
  #period = 0
  #waiting = new Set<string>()
  /** By name: how many starved choices were taken before it was, the last time. */
  readonly #taken = new Map<string, number>()
  #turns = 0
  /** Where a starved choice was taken, and what could be taken ever since and was not. */
  #anchor: { readonly row: Int32Array; steps: number; waiting: Set<string>; until: number } | null = null

  constructor(world: World) {
    this.#world = world
    this.#saved = world.row.slice()
  }

  /** Looks at the world, whose choices are listed, before each step. */
  next(): Round | null {
    const round = this.#look()
    const starved = round?.starved ?? null
    if (starved !== null) {
      if (this.#anchor?.waiting.size === 0 && isSame(this.#world.row, this.#anchor.row))
        return { period: this.#anchor.steps, isComplete: true, starved: null }
      this.#take(starved)
    }
    if (this.#anchor !== null) {
      const names = this.#names()
      const left = new Set(names.toSpliced(starved ?? 0, 1))
      this.#anchor.waiting = new Set([...this.#anchor.waiting].filter((name) => left.has(name)))
      this.#anchor.steps++
    }
    return round
  }

  /** Begins anew with a starved choice. */
  #take(starved: number): void {
    const row = this.#world.row.slice()
    const names = this.#names()
    this.#taken.set(names[starved]!, this.#turns++)
    if (this.#turns > (this.#anchor?.until ?? 0))
      this.#anchor = { row, steps: 0, waiting: new Set(names), until: this.#turns * 2 }
    this.#saved.set(row)
    this.#left = -1
    this.#since = 0
    this.#limit = 16
  }

  #look(): Round | null {
    if (this.#left >= 0) return this.#watch()
    if (this.#since > 0 && this.#isBack()) {
      this.#period = this.#since
      this.#left = this.#since
      this.#waiting = this.#patient()
      return this.#watch()
    }
    if (this.#since++ === this.#limit) {
      this.#saved.set(this.#world.row)
      this.#since = 1
      this.#limit *= 2
    }
    return null
  }

  #watch(): Round {
    const now = this.#patient()
    this.#waiting = new Set([...this.#waiting].filter((name) => now.has(name)))
    const isComplete = this.#left-- === 0
    const longest = [...this.#waiting].toSorted((a, b) => this.#turnOf(a) - this.#turnOf(b))[0]
    if (!isComplete || longest === undefined) return { period: this.#period, isComplete, starved: null }
    return { period: this.#period, isComplete, starved: this.#names().indexOf(longest) }
  }

  /** The choices, faults aside, that the dullest one is preferred to. */
  #patient(): Set<string> {
    return new Set(this.#names().slice(1))
  }

  #turnOf(name: string): number {
    return this.#taken.get(name) ?? -1
  }

  #names(): string[] {
    const { choices, faultsFrom } = this.#world
    return Array.from(choices.subarray(0, faultsFrom), (choice) => this.#world.nameOf(choice))
  }

  #isBack(): boolean {
    return isSame(this.#world.row, this.#saved)
  }
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, i) => value === b[i])
}
