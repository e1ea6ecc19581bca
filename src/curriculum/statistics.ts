import { average, sum } from '../core/index.ts'

/** Returns the slope of the least-squares line through (time, value) pairs; 0 where there is none. */
export function slope(pairs: readonly (readonly [time: number, value: number])[]): number {
  const time = average(pairs.map(([t]) => t))
  const value = average(pairs.map(([, v]) => v))
  const covariance = sum(pairs.map(([t, v]) => (t - time) * (v - value)))
  const variance = sum(pairs.map(([t]) => (t - time) ** 2))
  return variance === 0 ? 0 : covariance / variance
}

/** Returns probabilities in proportion to exp(value / temperature). */
export function softmax(values: readonly number[], temperature: number): number[] {
  const most = Math.max(...values)
  return normalised(values.map((value) => Math.exp((value - most) / temperature)))
}

/** Scales weights to sum to 1; all alike where all are 0. */
export function normalised(weights: readonly number[]): number[] {
  const total = sum(weights)
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length))
}

/** Gives a share to all alike, and leaves the rest in proportion. */
export function mixedWithUniform(probabilities: readonly number[], share: number): number[] {
  return probabilities.map((p) => (1 - share) * p + share / probabilities.length)
}

/**
 * Returns the mean |advantage| of attempts at one problem as GRPO normalises them: |r − mean| / (deviation over
 * n − 1). For n attempts of which a share p succeeds: 2 √(p (1 − p)) √((n − 1) / n), largest at p = ½.
 */
export function meanAbsoluteAdvantage(returns: readonly number[]): number {
  const centre = average(returns)
  const deviation = Math.sqrt(
    sum(returns.map((each) => (each - centre) ** 2)) / Math.max(1, returns.length - 1),
  )
  // The ε of the learner's GRPO, so that returns that are all alike give 0.
  return average(returns.map((each) => Math.abs(each - centre))) / (deviation + 1e-6)
}
