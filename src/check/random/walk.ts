import type { Reaction } from '../node.ts'
import type { Cause } from '../result.ts'
import { RowSet } from '../rows.ts'
import type { Menu } from '../choice.ts'
import type { World } from '../world.ts'

/** The most places that are remembered: about 100 MiB. */
const PLACES = 1 << 18

/** A world that was walked through, with what can be chosen in it. */
interface Place extends Menu {
  readonly row: number
  /** By what was picked: what it led to, where it was picked before. */
  readonly steps: (Step | undefined)[]
}

interface Step {
  readonly to: Place
  readonly choice: number
  readonly reaction: Reaction | null
  readonly cause: Cause | null
}

/**
 * Walks through worlds and remembers the way, so that what was walked before costs a look.
 *
 * Beyond the places that it can remember it takes each step anew.
 */
export class Walk {
  readonly #world: World
  readonly #rows: RowSet
  readonly #places: Place[] = []
  readonly #first: Place
  readonly #firstCause: Cause | null
  /** Where it is; null where that is not remembered, and the world itself is there. */
  #at: Place | null
  /** What the last step did. */
  reaction: Reaction | null = null

  constructor(world: World) {
    this.#world = world
    this.#rows = new RowSet(world.width)
    world.reset()
    this.#firstCause = world.broken()
    this.#first = this.#place()!
    this.#at = this.#first
  }

  /** Goes back to the beginning; says what is broken there. */
  begin(): Cause | null {
    this.#at = this.#first
    this.reaction = null
    return this.#firstCause
  }

  /** What can be chosen now. */
  menu(): Menu {
    if (this.#at !== null) return this.#at
    this.#world.enumerate()
    return this.#world
  }

  /** Takes one of the choices; says what that broke. */
  take(picked: number): Cause | null {
    const world = this.#world
    const from = this.#at
    if (from === null) {
      world.take(world.choices[picked]!)
      this.reaction = world.reaction
      return world.broken()
    }
    let step = from.steps[picked]
    if (step === undefined) {
      this.#rows.rows.read(from.row, world.row)
      const choice = from.choices[picked]!
      world.take(choice)
      const { reaction } = world
      const cause = world.broken()
      const to = this.#place()
      this.#at = to
      this.reaction = reaction
      if (to !== null) from.steps[picked] = { to, choice, reaction, cause }
      return cause
    }
    world.note(step.choice, step.reaction)
    this.#at = step.to
    this.reaction = step.reaction
    return step.cause
  }

  /** What is wrong where nothing is left to happen. */
  wrongAtRest(): Cause | null {
    return this.world().wrongAtRest()
  }

  /** The world, put where the walk is. */
  world(): World {
    if (this.#at !== null) this.#rows.rows.read(this.#at.row, this.#world.row)
    return this.#world
  }

  /** Remembers where the world is; null where there is no room. */
  #place(): Place | null {
    const world = this.#world
    if (this.#places.length >= PLACES) return null
    const at = this.#rows.add(world.row)
    if (at >= 0) return this.#places[at]!
    world.enumerate()
    const { count, faultsFrom, isAtRest } = world
    const choices = world.choices.slice(0, count)
    const place = { row: -1 - at, choices, count, faultsFrom, isAtRest, steps: [] }
    this.#places.push(place)
    return place
  }
}
