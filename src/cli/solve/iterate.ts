import { setImmediate } from 'node:timers/promises'
import { nashConvOf, type Solver } from '../../game/index.ts'

/** How far a solver has come. */
export interface SolveProgress {
  readonly iterations: number
  /** NashConv of the average strategy after 1, 2, 4, 8, … iterations. */
  readonly course: readonly number[]
  /** Since the first iteration began. */
  readonly seconds: number
}

/** Milliseconds that a solver works between two looks at the screen and at Ctrl-C. */
const SLICE = 40

/**
 * Runs a solver up to a number of iterations, or until it is told to stop.
 *
 * NashConv, which costs about an iteration, is measured whenever the number of iterations has doubled.
 */
export async function iterate(
  solver: Solver,
  iterations: number,
  {
    signal,
    now,
    onProgress,
  }: {
    readonly signal: AbortSignal
    readonly now: () => number
    readonly onProgress: (progress: SolveProgress) => void
  },
): Promise<void> {
  const course: number[] = []
  let measureAt = 1
  let batch = 1
  const start = now()
  while (solver.iterations < iterations && !signal.aborted) {
    const count = Math.min(batch, measureAt - solver.iterations, iterations - solver.iterations)
    const begin = now()
    solver.run(count)
    if (count === batch) batch = Math.max(1, Math.round(batch * (now() - begin < SLICE ? 2 : 0.5)))
    if (solver.iterations === measureAt) {
      course.push(nashConvOf(solver.tree, solver.averageStrategy()).nashConv)
      measureAt *= 2
    }
    onProgress({ iterations: solver.iterations, course, seconds: (now() - start) / 1000 })
    await setImmediate()
  }
}
