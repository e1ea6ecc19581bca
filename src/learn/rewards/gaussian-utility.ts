import { UserError } from '../../core/index.ts'

export interface GaussianUtilityOptions {
  /** μ: where the utility is 1. Default 0.5. */
  readonly mean?: number
  /** σ > 0. Default 0.2. */
  readonly deviation?: number
}

/**
 * Returns U(s) = exp(−(s − μ)² / 2σ²) in [0, 1]: a question that the solver gets right half the time is worth 1.
 *
 * value: the solver's success rate on the question (Socratic-Zero), or whatever else should be near μ, such as
 * the variance of the correctness near ¼ (SPICE). Source: Wang et al. 2025, "Socratic-Zero".
 */
export function gaussianUtility(value: number, options: GaussianUtilityOptions = {}): number {
  const { mean = 0.5, deviation = 0.2 } = options
  if (!(deviation > 0))
    throw new UserError(`gaussianUtility: deviation is ${deviation}; it must be greater than 0.`)
  return Math.exp(-((value - mean) ** 2) / (2 * deviation ** 2))
}
