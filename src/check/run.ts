import type { Cause } from './result.ts'
import { Rounds } from './rounds.ts'
import type { World } from './world.ts'

/** Which choice a run makes at each step; 0 is the dullest, and what follows the last entry is 0. */
export type Tape = readonly number[]

/** Where a run ended. */
export interface End {
  /** What broke; null for nothing. */
  readonly cause: Cause | null
  readonly steps: number
  /** False where the run was cut off by its bound before it came to rest. */
  readonly rested: boolean
}

/** Called after each step, with the place of what was chosen among the choices there were. */
export type OnStep = (picked: number, choice: number) => void

/**
 * Runs a world from the beginning: by the tape while it lasts, then fairly: without faults, by the dullest
 * choices, until all is at rest.
 */
export function runTape(world: World, tape: Tape, maxSteps: number, onStep?: OnStep): End {
  world.reset()
  const cause = world.broken()
  if (cause !== null) return { cause, steps: 0, rested: false }
  for (let step = 0; step < tape.length; step++) {
    world.enumerate()
    const picked = tape[step]! < world.count ? tape[step]! : 0
    const end = stepOn(world, picked, step, onStep)
    if (end !== null) return end
  }
  return runFairly(world, tape.length, maxSteps, onStep)
}

/**
 * Lets a world come to rest from where it is, `from` steps into a run.
 *
 * The dullest choice is taken each time. Where that goes round, a choice that waited all the way round is
 * taken; if there was none, the world is restless: no fair schedule brings it to rest from here.
 */
export function runFairly(world: World, from: number, maxSteps: number, onStep?: OnStep): End {
  const rounds = new Rounds(world)
  for (let step = from; step < maxSteps; step++) {
    world.enumerate()
    const round = rounds.next()
    if (round !== null && round.starved === null && round.isComplete)
      return { cause: { kind: 'restless', period: round.period }, steps: step, rested: false }
    const end = stepOn(world, round?.starved ?? 0, step, onStep)
    if (end !== null) return end
  }
  return { cause: null, steps: maxSteps, rested: false }
}

/** Takes one of the choices that were listed; says how the run ended, or null where it goes on. */
function stepOn(world: World, picked: number, step: number, onStep: OnStep | undefined): End | null {
  // A fault may still happen to a world at rest.
  if (world.isAtRest && picked === 0) return { cause: world.wrongAtRest(), steps: step, rested: true }
  const choice = world.choices[picked]!
  world.take(choice)
  onStep?.(picked, choice)
  const cause = world.broken()
  return cause === null ? null : { cause, steps: step + 1, rested: false }
}
