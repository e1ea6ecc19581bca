/** A symmetric matrix, or a triangular one: rows of numbers. */
export type Matrix = readonly (readonly number[])[]

/**
 * Returns the lower triangular L with L Lᵀ = A of a symmetric matrix that is positive definite; where rounding
 * leaves a pivot that is not above 0, a very small one stands for it.
 */
export function cholesky(matrix: Matrix): number[][] {
  const lower = matrix.map((row) => row.map(() => 0))
  for (let i = 0; i < matrix.length; i++)
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!
      lower[i]![j] = i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / lower[j]![j]!
    }
  return lower
}

/** Returns |L⁻¹ v|², the square of Mahalanobis' distance. */
export function squaredDistance(lower: Matrix, vector: readonly number[]): number {
  const solved: number[] = []
  let total = 0
  for (let i = 0; i < vector.length; i++) {
    let rest = vector[i]!
    const row = lower[i]!
    for (let k = 0; k < i; k++) rest -= row[k]! * solved[k]!
    const value = rest / row[i]!
    solved.push(value)
    total += value * value
  }
  return total
}

/** Returns ln det(L Lᵀ). */
export function logDeterminant(lower: Matrix): number {
  return 2 * lower.reduce((sum, row, i) => sum + Math.log(row[i]!), 0)
}
