/**
 * A polynomial that is whole at whole numbers, by its differences at 1: f(n) = Σ dₖ · C(n - 1, k). The last of
 * them is not 0.
 */
export type Differences = readonly number[]

/** The value of a polynomial. n: 1, 2, … */
export function valueAt(differences: Differences, n: number): number {
  let binomial = 1
  let value = 0
  for (const [k, difference] of differences.entries()) {
    value += difference * binomial
    binomial = (binomial * (n - 1 - k)) / (k + 1)
  }
  return value
}

/** The differences of the polynomial of lowest degree through f(1), f(2), … (Newton's forward differences). */
export function differencesOf(values: readonly number[]): Differences {
  const differences: number[] = []
  for (let row = [...values]; row.length > 0; row = row.slice(1).map((value, i) => value - row[i]!))
    differences.push(row[0]!)
  return differences.slice(0, differences.findLastIndex((difference) => difference !== 0) + 1)
}
