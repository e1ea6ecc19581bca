/** An attempt as rewards for length see it. */
export interface MeasuredAttempt {
  readonly correct: boolean
  /** Of the completion, in tokens. */
  readonly length: number
}

/**
 * Rewards short answers among the attempts at one problem: λ = ½ − (length − min) / (max − min) for a right
 * answer, min(0, λ) for a wrong one, in [−½, ½]; 0 for all where they are equally long.
 *
 * It is added to the reward, after a warm-up without it. Source: Kimi Team 2025, "Kimi k1.5: Scaling
 * Reinforcement Learning with LLMs", section 2.3.3.
 */
export function relativeLengthRewards(attempts: readonly MeasuredAttempt[]): number[] {
  const lengths = attempts.map(({ length }) => length)
  const shortest = Math.min(...lengths)
  const range = Math.max(...lengths) - shortest
  return attempts.map(({ correct, length }) => {
    if (range === 0) return 0
    const lambda = 0.5 - (length - shortest) / range
    return correct ? lambda : Math.min(0, lambda)
  })
}
