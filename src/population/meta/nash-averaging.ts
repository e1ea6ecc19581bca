import { UserError } from '../../core/index.ts'
import { solveLinear } from './solve-linear.ts'

/** The equilibrium of a zero-sum game that gives the least away, and what it makes of everybody. */
export interface NashAverage {
  /** What the row player expects. */
  readonly value: number
  /** A probability for each row. */
  readonly row: readonly number[]
  /** A probability for each column. */
  readonly column: readonly number[]
  /** By row: what it gets on average against the column player's mixture: `value` for the best. */
  readonly rowAverage: readonly number[]
  /** By column: what the row player's mixture gets against it: `value` for the best. */
  readonly columnAverage: readonly number[]
}

/** How much entropy still counts in the end, in units of the payoffs' spread: what the answer may be off. */
const LAST = 1e-8

/**
 * Averages the results of agents against agents, or of agents against tasks, by the equilibrium of the game
 * in which one player chooses the row and the other one the column: of several the one with the greatest
 * entropy, so that copies share what one would have, and neither copies nor the beaten count in the averages.
 *
 * payoffs: by row and column, what the row gets and the column loses; its result is right to about 1e-7.
 *
 * The equilibrium is followed from the uniform mixtures on: that of the game in which both are paid for their
 * entropy besides, as that pay falls.
 *
 * Source: Balduzzi et al., "Re-evaluating evaluation" (2018).
 *
 * @throws UserError for payoffs that are no matrix of numbers.
 */
export function nashAverage(payoffs: readonly (readonly number[])[]): NashAverage {
  const columns = payoffs[0]?.length ?? 0
  if (columns === 0 || payoffs.some((row) => row.length !== columns || !row.every(Number.isFinite)))
    throw new UserError('Nash averaging needs a number for each row and column.')
  const all = payoffs.flat()
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const scale = (high - low) / 2 || 1
  const middle = (high + low) / 2
  const game = payoffs.map((row) => row.map((payoff) => (payoff - middle) / scale))
  let state: Mixtures = { row: uniformLogits(game.length), column: uniformLogits(columns) }
  for (let entropy = 1; ; entropy = Math.max(LAST, entropy / 4)) {
    state = settle(game, state, entropy)
    if (entropy === LAST) break
  }
  const row = state.row.map(Math.exp)
  const column = state.column.map(Math.exp)
  const rowAverage = payoffs.map((pays) => dot(pays, column))
  const columnAverage = column.map((_, j) => row.reduce((sum, p, i) => sum + p * payoffs[i]![j]!, 0))
  return { value: dot(row, rowAverage), row, column, rowAverage, columnAverage }
}

/** The logarithms of both players' probabilities. */
interface Mixtures {
  readonly row: readonly number[]
  readonly column: readonly number[]
}

/**
 * Finds where both mixtures are softmax(gains / entropy), by Newton's method with steps that overshoot
 * shortened. The equations are monotone, so their matrix is never singular.
 */
function settle(game: readonly (readonly number[])[], start: Mixtures, entropy: number): Mixtures {
  const n = game.length
  let here = start
  let gap = residuals(game, here, entropy)
  for (let step = 0; step < 100 && size(gap) > 1e-6 * entropy; step++) {
    const change = solveLinear(jacobian(game, here, entropy), [...gap.map((value) => -value), 0, 0])
    for (let rate = 1; rate > 1e-9; rate /= 2) {
      const next: Mixtures = {
        row: normalised(here.row.map((logit, i) => logit + rate * change[i]!)),
        column: normalised(here.column.map((logit, j) => logit + rate * change[n + j]!)),
      }
      const nextGap = residuals(game, next, entropy)
      if (!(size(nextGap) < size(gap))) continue
      here = next
      gap = nextGap
      break
    }
  }
  return here
}

/** By row and by column: how far entropy · logit is from the gain, up to what all rows or columns share. */
function residuals(
  game: readonly (readonly number[])[],
  { row, column }: Mixtures,
  entropy: number,
): number[] {
  const [x, y] = [row.map(Math.exp), column.map(Math.exp)]
  const rows = row.map((logit, i) => entropy * logit - dot(game[i]!, y))
  const columns = column.map(
    (logit, j) => entropy * logit + x.reduce((sum, p, i) => sum + p * game[i]![j]!, 0),
  )
  const centred = (values: number[], weights: number[]) => {
    const mean = dot(values, weights)
    return values.map((value) => value - mean)
  }
  return [...centred(rows, x), ...centred(columns, y)]
}

/** The derivative of the residuals, bordered by what all share and by the sums of the probabilities. */
function jacobian(
  game: readonly (readonly number[])[],
  { row, column }: Mixtures,
  entropy: number,
): number[][] {
  const [x, y] = [row.map(Math.exp), column.map(Math.exp)]
  const [noRow, noColumn] = [row.map(() => 0), column.map(() => 0)]
  return [
    ...game.map((pays, i) => [...noRow.with(i, entropy), ...pays.map((pay, j) => -pay * y[j]!), 1, 0]),
    ...column.map((_, j) => [...x.map((p, i) => p * game[i]![j]!), ...noColumn.with(j, entropy), 0, 1]),
    [...x, ...noColumn, 0, 0],
    [...noRow, ...y, 0, 0],
  ]
}

function uniformLogits(count: number): number[] {
  return Array.from({ length: count }, () => -Math.log(count))
}

function normalised(logits: readonly number[]): number[] {
  const top = Math.max(...logits)
  const total = top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0))
  return logits.map((logit) => logit - total)
}

function size(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
