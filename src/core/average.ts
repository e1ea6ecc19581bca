/** Adds numbers up, from the first to the last. */
export function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Returns the arithmetic mean, 0 for no values. */
export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length
}
