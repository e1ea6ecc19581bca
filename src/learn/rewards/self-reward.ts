export interface SelfRewardOptions {
  /** β_v > 0. Default 0.1. */
  readonly scale?: number
  /** c_ref: what the reference model gives the token at about any answer's end. Default −23; −25 for some models. */
  readonly reference?: number
}

/**
 * Reads off what a model thinks of its own answer: β_v(ln π(z | question, answer) − c_ref).
 *
 * logProbability: ln π of one special token z right after the answer. Trained towards the verifier's 0 or 1; above
 * ½ the model says that it is right. Source: Yang et al. 2025, "LaSeR: Reinforcement Learning with Last-Token
 * Self-Rewarding".
 */
export function selfReward(
  logProbability: number,
  { scale = 0.1, reference = -23 }: SelfRewardOptions = {},
): number {
  return scale * (logProbability - reference)
}
