/**
 * Pays the second of two attempts for what it changed: r₂ + α(r₂ − r₁).
 *
 * first, second: the rewards of the attempts. bonus: α, 10 by default. With rewards of 0 and 1 and α > 0 a repair
 * earns the most, then a right answer kept, then a wrong one kept, and spoiling a right one the least. Source:
 * Kumar et al. 2024, "Training Language Models to Self-Correct via Reinforcement Learning" (SCoRe, stage II).
 */
export function secondAttemptReward(first: number, second: number, bonus = 10): number {
  return second + bonus * (second - first)
}
