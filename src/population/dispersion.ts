import type { DavidsonModel, Outcomes } from './davidson.ts'

/** How the two matches over a deal ended, for all deals of two agents at one game; agents and game by index. */
export interface IndexedDeals {
  readonly game: number
  /** Who sat first in the first of the two matches, and second in the other. */
  readonly a: number
  readonly b: number
  /** Deals by how the two matches ended for their first seats, 3 · one + other, where 0 is a win, 1 a draw, 2 a loss. */
  readonly counts: readonly number[]
}

/** A score's parts: along the difference of the agents' strengths, the seat advantage, the draw parameter. */
type Score = readonly [difference: number, advantage: number, draw: number]

/**
 * How much information on a pair, in matches' variances of their score, outweighs the belief that its matches
 * are independent; 40 even matches make up 10. It keeps a pair that never differed from looking certain.
 */
const DOUBT = 10

/**
 * Returns what pairs of matches over one deal add to the variance of an estimate, or take off, against matches
 * that are independent: the sandwich estimator with deals for clusters (Liang and Zeger, Biometrika 73, 1986),
 * for each pair of agents weighed by how much is known of it.
 *
 * influence: the inverse information times the estimate's weights, [model.size].
 */
export function dealVariance(
  model: DavidsonModel,
  parameters: Float64Array,
  deals: readonly IndexedDeals[],
  influence: Float64Array,
): number {
  return deals.reduce((sum, { game, a, b, counts }) => {
    const one = model.outcomes(parameters, { game, first: a, second: b })
    const other = model.outcomes(parameters, { game, first: b, second: a })
    const along: Score = [
      influence[a]! - influence[b]!,
      influence[model.agents + game]!,
      influence[model.agents + model.games + game]!,
    ]
    const ones = scores(one, 1).map((score) => dot(score, along))
    const others = scores(other, -1).map((score) => dot(score, along))
    const total = counts.reduce((n, count) => n + count, 0)
    const seen = counts.reduce(
      (n, count, i) => n + count * (ones[Math.floor(i / 3)]! + others[i % 3]!) ** 2,
      0,
    )
    const expected = total * (moment(one, ones) + moment(other, others))
    const known = total * (moment(one, differences(one, 1)) + moment(other, differences(other, -1)))
    return sum + (known / (known + DOUBT)) * (seen - expected)
  }, 0)
}

/** Returns the score of each outcome; sign: 1 where agent a sits first, else −1. */
function scores([win, draw, loss]: Outcomes, sign: 1 | -1): Score[] {
  const tilt = (win - loss) / 2
  return [0.5, 0, -0.5].map((points, i) => [sign * (points - tilt), points - tilt, (i === 1 ? 1 : 0) - draw])
}

function differences(outcomes: Outcomes, sign: 1 | -1): number[] {
  return scores(outcomes, sign).map(([difference]) => difference)
}

/** The mean square of a value of the outcomes. */
function moment(outcomes: Outcomes, values: readonly number[]): number {
  return outcomes.reduce((sum, probability, i) => sum + probability * values[i]! ** 2, 0)
}

function dot(a: Score, b: Score): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
