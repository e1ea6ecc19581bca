/**
 * Solves A·x = b by Gaussian elimination with partial pivoting.
 *
 * matrix: [n][n], not singular.
 */
export function solveLinear(matrix: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length
  const rows = matrix.map((row, i) => Float64Array.of(...row, b[i]!))
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    const row = rows[pivot]!
    rows[pivot] = rows[k]!
    rows[k] = row
    for (let i = k + 1; i < n; i++) {
      const below = rows[i]!
      const factor = below[k]! / row[k]!
      if (factor !== 0) for (let j = k; j <= n; j++) below[j]! -= factor * row[j]!
    }
  }
  const x = Array<number>(n).fill(0)
  for (let k = n - 1; k >= 0; k--) {
    const row = rows[k]!
    let rest = row[n]!
    for (let j = k + 1; j < n; j++) rest -= row[j]! * x[j]!
    x[k] = rest / row[k]!
  }
  return x
}
