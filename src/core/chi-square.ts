/** A bound that a chi-square statistic of so many classes passes once in 10⁶ (Wilson and Hilferty 1931). */
export function chiSquareBound(classes: number): number {
  const df = Math.max(1, classes)
  return df * (1 - 2 / (9 * df) + 4.7534 * Math.sqrt(2 / (9 * df))) ** 3
}
