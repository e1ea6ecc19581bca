import { UserError } from '../../../core/index.ts'
import { maximise, type MatrixEntry } from './program.ts'

/** An equilibrium of a two-player zero-sum game in normal form. */
export interface MatrixEquilibrium {
  /** What the row player expects. */
  readonly value: number
  /** A probability for each row. */
  readonly row: readonly number[]
  /** A probability for each column. */
  readonly column: readonly number[]
}

/**
 * Solves a zero-sum game in normal form exactly, by linear programming.
 *
 * payoffs: by row and column, what the row player gets and the column player loses. Of several equilibria
 * it returns one with few actions.
 *
 * Source: von Neumann's theorem as a linear program, Dantzig, "A proof of the equivalence of the programming
 * problem and the game problem" (1951).
 *
 * @throws UserError for payoffs that are no matrix of numbers.
 */
export async function solveMatrix(payoffs: readonly (readonly number[])[]): Promise<MatrixEquilibrium> {
  const rows = payoffs.length
  const columns = payoffs[0]?.length ?? 0
  if (columns === 0 || payoffs.some((row) => row.length !== columns || !row.every(Number.isFinite)))
    throw new UserError('The payoffs of a matrix game must be a number for each row and column.')
  // Maximise v such that every column gives the row player at least v: Σᵢ xᵢ·aᵢⱼ − v ≥ 0, Σᵢ xᵢ = 1.
  const entries: MatrixEntry[] = payoffs.flatMap((row, i) =>
    row.map((payoff, j): MatrixEntry => [j, i, payoff]),
  )
  for (let j = 0; j < columns; j++) entries.push([j, rows, -1])
  for (let i = 0; i < rows; i++) entries.push([columns, i, 1])
  const {
    value,
    columns: x,
    duals,
  } = await maximise({
    cost: new Float64Array(rows + 1).fill(1, rows),
    lower: new Float64Array(rows + 1).fill(-Infinity, rows),
    rowLower: new Float64Array(columns + 1).fill(1, columns),
    rowUpper: new Float64Array(columns + 1).fill(Infinity).fill(1, columns),
    entries,
  })
  return {
    value,
    row: distribution(x.subarray(0, rows)),
    // The price of a column's bound is how often the column player takes it.
    column: distribution(duals.subarray(0, columns).map((price) => -price)),
  }
}

/** Takes the rounding out of a distribution. */
function distribution(weights: Float64Array): number[] {
  const positive = Array.from(weights, (weight) => Math.max(0, weight))
  const total = positive.reduce((sum, weight) => sum + weight)
  return positive.map((weight) => weight / total)
}
