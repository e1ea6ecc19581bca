import { meanWithin, type Interval, type ValueRange } from './interval.ts'

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054

/** Beyond so many degrees of freedom the quantile is a short series, to seven digits. */
const MANY = 1000

/**
 * Estimates a mean from few independent values, with the interval of Student's t.
 *
 * It covers the truth in 95 of 100 repetitions where the values are normally distributed, and is honestly wide:
 * of three values it is 2.5 standard deviations to either side. range: as of `mean`.
 *
 * @throws RangeError for fewer than two values.
 */
export function meanOfFew(values: readonly number[], range?: ValueRange): Interval {
  return meanWithin(values, (n) => studentQuantile(n - 1), range)
}

/** Returns the 0.975 quantile of Student's t. degrees: of freedom, 1 … */
export function studentQuantile(degrees: number): number {
  // Fisher 1925: the first two terms in 1/degrees.
  if (degrees > MANY)
    return Z + (Z ** 3 + Z) / (4 * degrees) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degrees ** 2)
  let [low, high] = [0, 20]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (central(middle, degrees) < 0.95) low = middle
    else high = middle
  }
  return high
}

/** Returns the probability of |t| < x. Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4. */
function central(x: number, degrees: number): number {
  const angle = Math.atan(x / Math.sqrt(degrees))
  const odd = degrees % 2 === 1
  const square = Math.cos(angle) ** 2
  let term = odd ? Math.cos(angle) : 1
  let sum = degrees === 1 ? 0 : term
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * square
    sum += term
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}
