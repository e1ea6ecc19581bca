import { average, meanOfFew } from '../../core/index.ts'

/** What a run came to: a value, null if it never got there, or undefined where there is no finished run. */
export type Value = number | null | undefined

/** The values of an arm over the seeds, summed up. */
export interface Spread {
  readonly mean: number
  /** The standard deviation (n − 1 below); null of a single value. */
  readonly deviation: number | null
  readonly least: number
  readonly most: number
  /** How many runs there are. */
  readonly runs: number
}

/** How far an arm is from another over the seeds that both have. */
export interface Difference {
  readonly mean: number
  /** The 95 % interval of Student's t over the differences seed by seed; null of a single pair. */
  readonly low: number | null
  readonly high: number | null
  readonly pairs: number
}

/** Sums values up; null where there is none, or one that never got there: then no mean is honest. */
export function spreadOf(values: readonly Value[]): Spread | null {
  const there = present(values)
  if (there.length === 0 || there.includes(null)) return null
  const numbers = there as readonly number[]
  const mean = average(numbers)
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return {
    mean,
    deviation: numbers.length < 2 ? null : Math.sqrt(squares / (numbers.length - 1)),
    least: Math.min(...numbers),
    most: Math.max(...numbers),
    runs: numbers.length,
  }
}

/** Compares values seed by seed: those of an arm less those of another. Null as for `spreadOf`. */
export function differenceOf(values: readonly Value[], others: readonly Value[]): Difference | null {
  const pairs = values
    .map((value, i) => [value, others[i]] as const)
    .filter((pair) => !pair.includes(undefined))
  if (pairs.length === 0 || pairs.some((pair) => pair.includes(null))) return null
  const differences = pairs.map(([value, other]) => value! - other!)
  if (differences.length === 1) return { mean: differences[0]!, low: null, high: null, pairs: 1 }
  const { estimate, low, high } = meanOfFew(differences)
  return { mean: estimate, low, high, pairs: differences.length }
}

function present(values: readonly Value[]): readonly (number | null)[] {
  return values.filter((value) => value !== undefined)
}
