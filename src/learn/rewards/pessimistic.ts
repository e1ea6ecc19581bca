import { average } from '../../core/index.ts'

/** A solution with what its checks said: 1 for right, 0 for wrong. */
export interface CheckedSolution {
  readonly answer: string
  readonly verdicts: readonly number[]
}

export interface PessimisticChoice {
  readonly answer: string
  readonly score: number
}

/**
 * Chooses the answer that is surely right rather than the one that may be: the greatest
 * r(a) − α·ln(N·M) / (N_a·M + 1), with r(a) the mean verdict over the N_a·M checks of its solutions.
 *
 * penalty: α ≥ 0. With 0 the mean verdict decides alone; the larger it is, the more the number of solutions
 * counts, up to the majority's vote. Ties go to the answer that was seen first; null where there is no solution.
 * Source: Shi and Jin 2025, "Heimdall: test-time scaling on the generative verification".
 */
export function pessimisticChoice(
  solutions: readonly CheckedSolution[],
  { penalty = 0.1 }: { readonly penalty?: number } = {},
): PessimisticChoice | null {
  const checks = solutions.reduce((sum, { verdicts }) => sum + verdicts.length, 0)
  let best: PessimisticChoice | null = null
  for (const [answer, group] of Map.groupBy(solutions, ({ answer }) => answer)) {
    const verdicts = group.flatMap(({ verdicts }) => verdicts)
    const score = average(verdicts) - (penalty * Math.log(Math.max(1, checks))) / (verdicts.length + 1)
    if (best === null || score > best.score) best = { answer, score }
  }
  return best
}
