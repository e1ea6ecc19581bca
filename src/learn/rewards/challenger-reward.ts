import { uncertainty } from './uncertainty.ts'

/**
 * Pays a challenger for a question: the solver's uncertainty less the share of the batch that asks the same.
 *
 * share: the majority's share among the solver's answers; null for a question that could not be read, which
 * stands at −1. duplicateShare: as `duplicateShares` gives it. peak: that of `uncertainty`. Source: Huang et al. 2025,
 * "R-Zero", as in its code.
 */
export function challengerReward(share: number | null, duplicateShare: number, peak?: number): number {
  return (share === null ? -1 : uncertainty(share, peak)) - duplicateShare
}
