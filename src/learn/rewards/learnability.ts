import { checkShare } from './check.ts'

/**
 * Returns p(1 − p) in [0, ¼], the variance of a 0/1 reward: the most at p = ½, nothing where all or none succeed.
 *
 * solveRate: p, the share of attempts that succeed. Source: Rutherford et al. 2024, "No Regrets: Investigating
 * and Improving Regret Approximations for Curriculum Discovery".
 */
export function learnability(solveRate: number): number {
  const p = checkShare(solveRate, 'The solve rate')
  return p * (1 - p)
}
