import { average } from './average.ts'
/** An estimate with the interval that covers the truth in 95 of 100 repetitions. */
export interface Interval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054

/**
 * Estimates a probability from independent trials, with Wilson's score interval.
 *
 * Unlike the textbook interval it stays inside [0, 1] and holds near 0 and 1 (Wilson 1927; method 3 of
 * Newcombe, Statistics in Medicine 17, 1998).
 *
 * @throws RangeError unless 0 ≤ successes ≤ trials and trials ≥ 1.
 */
export function proportion(successes: number, trials: number): Interval {
  if (!(trials >= 1 && successes >= 0 && successes <= trials))
    throw new RangeError(`${successes} successes in ${trials} trials is no proportion`)
  const p = successes / trials
  const shrink = 1 + Z ** 2 / trials
  const centre = (p + Z ** 2 / (2 * trials)) / shrink
  const margin = (Z / shrink) * Math.sqrt((p * (1 - p)) / trials + Z ** 2 / (4 * trials ** 2))
  return { estimate: p, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) }
}

/** The least and the greatest value there can be. */
export type ValueRange = readonly [least: number, most: number]

/**
 * Estimates a mean from independent values, with the normal interval: for some 30 values and more; `meanOfFew` is for
 * fewer.
 *
 * range: the interval is kept within it. Values that are all alike have a normal interval of
 * no width, as if no other could come; with a range theirs allows for the share of others that would have
 * been missed with a probability of 0.025, each as far away as it can be (Clopper and Pearson 1934).
 *
 * @throws RangeError for fewer than two values.
 */
export function mean(values: readonly number[], range?: ValueRange): Interval {
  return meanWithin(values, () => Z, range)
}

/** Estimates a mean with so many standard errors to either side; quantile: how many for n values. */
export function meanWithin(
  values: readonly number[],
  quantile: (n: number) => number,
  range?: ValueRange,
): Interval {
  const n = values.length
  if (n < 2) throw new RangeError(`An interval needs at least two values, not ${n}`)
  const estimate = average(values)
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (n - 1)
  if (variance === 0 && range !== undefined) {
    const missed = 1 - 0.025 ** (1 / n)
    const [least, most] = range
    return {
      estimate,
      low: estimate - missed * Math.max(0, estimate - least),
      high: estimate + missed * Math.max(0, most - estimate),
    }
  }
  const margin = quantile(n) * Math.sqrt(variance / n)
  const [least, most] = range ?? [-Infinity, Infinity]
  return {
    estimate,
    low: Math.min(estimate, Math.max(least, estimate - margin)),
    high: Math.max(estimate, Math.min(most, estimate + margin)),
  }
}
