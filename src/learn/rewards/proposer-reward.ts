import { checkShare } from './check.ts'

/**
 * Pays a proposer for hard questions that can be solved: 1 − s̄, and 0 at both ends.
 *
 * solveRate: s̄, the mean success of the solver's attempts; always solved is too easy, never solved gives no
 * signal. Source: Zhao et al. 2025, "Absolute Zero: Reinforced Self-play Reasoning with Zero Data".
 */
export function proposerReward(solveRate: number): number {
  const s = checkShare(solveRate, 'The solve rate')
  return s === 0 ? 0 : 1 - s
}
