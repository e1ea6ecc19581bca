import { uncertainty } from './uncertainty.ts'

export interface ChallengerRewardOptions {
  /** What a question is worth of which the solver is least sure. Default 0.5. */
  readonly peak?: number
  /** λ: what asking the same as all others costs. Default 1. */
  readonly penalty?: number
  /** The least that a question earns that can be read. Default: no limit. */
  readonly floor?: number
}

/**
 * Pays a challenger for a question: the solver's uncertainty less the share of the batch that asks the same.
 *
 * share: the majority's share among the solver's answers; null for a question that could not be read, which
 * stands at −1. duplicateShare: as `duplicateShares` gives it. The defaults are those of R-Zero's code,
 * min(p̂, 1 − p̂) − |cluster| / B; its paper's form, max(0, 1 − 2|p̂ − ½| − λ·share), is `{ peak: 1, floor: 0 }`.
 * Source: Huang et al. 2025, "R-Zero: Self-Evolving Reasoning LLM from Zero Data".
 */
export function challengerReward(
  share: number | null,
  duplicateShare: number,
  { peak, penalty = 1, floor = -Infinity }: ChallengerRewardOptions = {},
): number {
  if (share === null) return -1 - penalty * duplicateShare
  return Math.max(floor, uncertainty(share, peak) - penalty * duplicateShare)
}
