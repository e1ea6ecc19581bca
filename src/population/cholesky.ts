/** A symmetric positive definite matrix as the product of a triangle and its mirror image. */
export interface Cholesky {
  /** Solves A·x = b. */
  solve(b: Float64Array): Float64Array
}

/**
 * Factors a symmetric positive definite matrix (Golub and Van Loan, Matrix Computations, §4.2).
 *
 * matrix: [n, n] by rows; only its lower triangle is read.
 *
 * @throws RangeError for a matrix that is not positive definite.
 */
export function cholesky(matrix: Float64Array, n: number): Cholesky {
  const lower = matrix.slice()
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = lower[i * n + j]!
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!
      else if (sum > 0) lower[j * n + j] = Math.sqrt(sum)
      else throw new RangeError(`The matrix is not positive definite: pivot ${j} is ${sum}`)
    }
  }
  return {
    solve(b) {
      const x = b.slice()
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!
        x[i]! /= lower[i * n + i]!
      }
      for (let i = n - 1; i >= 0; i--) {
        for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!
        x[i]! /= lower[i * n + i]!
      }
      return x
    },
  }
}
