import type { Cause } from './result.ts'
import { keyOf } from './explore.ts'
import { runFairly, runTape, type Tape } from './run.ts'
import type { World } from './world.ts'

/** A run that breaks something. */
export interface Finding {
  readonly cause: Cause
  /** Every choice of the run. */
  readonly tape: Tape
}

/** The most steps that looking for shorter stories may take. */
const EFFORT = 3_000_000

/** The most deviations that are looked for from scratch. */
const FEW = 3

/**
 * Tells the same failure with the fewest deviations from the dullest run.
 *
 * All runs with no deviation are tried, then all with one, two and three, as far as the effort reaches:
 * what that finds is the smallest there is. Where it finds nothing, deviations of the run itself are left
 * out one after the other while it still fails the same way.
 */
export function shrink(world: World, finding: Finding, maxSteps: number): Finding {
  const wanted = keyOf(finding.cause)
  const search = new FewestDeviations(world, wanted, Math.min(maxSteps, finding.tape.length * 2 + 64))
  for (let deviations = 0; deviations <= FEW; deviations++) {
    const found = search.find(deviations)
    if (found !== null) return found
    if (search.effort <= 0) break
  }
  return leaveOut(world, finding, maxSteps)
}

/** Searches runs by the number of their deviations. */
class FewestDeviations {
  effort = EFFORT
  readonly #world: World
  readonly #wanted: string
  readonly #maxSteps: number

  constructor(world: World, wanted: string, maxSteps: number) {
    this.#world = world
    this.#wanted = wanted
    this.#maxSteps = maxSteps
  }

  find(deviations: number): Finding | null {
    const world = this.#world
    world.reset()
    const cause = world.broken()
    if (cause !== null) return keyOf(cause) === this.#wanted ? { cause, tape: [] } : null
    return this.#from([], deviations)
  }

  /** Goes on from where the world is: dully, with each later step changed in turn. */
  #from(tape: number[], deviations: number): Finding | null {
    const world = this.#world
    if (deviations === 0) return this.#end(tape)
    const row = world.row.slice()
    const dull = [...tape]
    while (dull.length < this.#maxSteps && this.effort > 0) {
      world.enumerate()
      const { count, isAtRest } = world
      const choices = world.choices.slice(0, count)
      const here = world.row.slice()
      for (let picked = 1; picked < count; picked++) {
        world.row.set(here)
        const found = this.#take(choices[picked]!, picked, dull, deviations)
        if (found !== null) return found
      }
      if (isAtRest) break
      world.row.set(here)
      world.take(choices[0]!)
      this.effort--
      dull.push(0)
      if (world.broken() !== null || world.row.every((value, i) => value === row[i])) break
    }
    return null
  }

  #take(choice: number, picked: number, before: readonly number[], deviations: number): Finding | null {
    const world = this.#world
    world.take(choice)
    this.effort--
    const cause = world.broken()
    if (cause === null) return this.#from([...before, picked], deviations - 1)
    return keyOf(cause) === this.#wanted ? { cause, tape: [...before, picked] } : null
  }

  /** Runs on without deviation. */
  #end(tape: readonly number[]): Finding | null {
    const picks = [...tape]
    const { cause } = runFairly(this.#world, tape.length, this.#maxSteps, (picked) => picks.push(picked))
    this.effort -= picks.length - tape.length
    return cause !== null && keyOf(cause) === this.#wanted ? { cause, tape: picks } : null
  }
}

/** Takes deviations back one at a time, the last first, as long as the run fails the same way. */
function leaveOut(world: World, finding: Finding, maxSteps: number): Finding {
  const wanted = keyOf(finding.cause)
  let best = finding
  for (let at = best.tape.length - 1; at >= 0; at--) {
    if (at >= best.tape.length || best.tape[at] === 0) continue
    const candidates = [best.tape.with(at, 0), best.tape.toSpliced(at, 1)]
    for (const candidate of candidates) {
      const tape: number[] = []
      const { cause } = runTape(world, candidate, maxSteps, (picked) => tape.push(picked))
      if (cause === null || keyOf(cause) !== wanted) continue
      best = { cause, tape }
      at = tape.length
      break
    }
  }
  return best
}
