import { clip, type Float } from '../../tensor/index.ts'

/** e to much more is no number in single precision, and 0 · ∞ in a gradient would end a run. */
const furthest = 20

/**
 * Confines ln of a ratio of probabilities to ±20: the ratio stays finite, and has no gradient beyond.
 *
 * Tokens of the policy itself never come there; those of others may. Source: verl's `compute_policy_loss`.
 */
export function confined(logRatio: Float): Float {
  return clip(logRatio, -furthest, furthest)
}
