/** Runs are told in full up to so many steps; of longer ones, so many at the start and the rest at the end. */
const MOST = 120
const START = 40

/** Leaves out the middle of a long run. `skipped`: how many steps between `start` and `end`. */
export function excerpt<T>(steps: readonly T[]): {
  readonly start: readonly T[]
  readonly skipped: number
  readonly end: readonly T[]
} {
  if (steps.length <= MOST) return { start: steps, skipped: 0, end: [] }
  return { start: steps.slice(0, START), skipped: steps.length - MOST, end: steps.slice(START - MOST) }
}
