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
 * what is never chosen.
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

  constructor(world: World) {
    this.#world = world
    this.#saved = world.row.slice()
  }

  /** Looks at the world, whose choices are listed, before each step. */
  next(): Round | null {
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
    const [first] = this.#waiting
    if (!isComplete || first === undefined) return { period: this.#period, isComplete, starved: null }
    this.#left = -1
    this.#since = 0
    return { period: this.#period, isComplete, starved: this.#names().indexOf(first) }
  }

  /** The choices, faults aside, that the dullest one is preferred to. */
  #patient(): Set<string> {
    return new Set(this.#names().slice(1))
  }

  #names(): string[] {
    const { choices, faultsFrom } = this.#world
    return Array.from(choices.subarray(0, faultsFrom), (choice) => this.#world.nameOf(choice))
  }

  #isBack(): boolean {
    return this.#world.row.every((value, i) => value === this.#saved[i])
  }
}
