import { checkShare } from './check.ts'

/**
 * Pays for questions on which the solver disagrees with itself: a tent over the majority's share, 0 at both ends.
 *
 * share: p̂ of a vote. peak: the value at p̂ = ½. R-Zero's code has min(p̂, 1 − p̂), whose peak is ½ (default);
 * its paper 1 − 2|p̂ − ½|, which is the same with a peak of 1. Source: Huang et al. 2025, "R-Zero: Self-Evolving
 * Reasoning LLM from Zero Data".
 */
export function uncertainty(share: number, peak = 0.5): number {
  const p = checkShare(share, "The majority's share")
  return 2 * peak * Math.min(p, 1 - p)
}
