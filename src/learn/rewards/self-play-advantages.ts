import { average } from '../../core/index.ts'

/** The advantages of both sides of a game of questions and answers. */
export interface SelfPlayAdvantages {
  /** By question. */
  readonly challenger: readonly number[]
  /** By question and answer. */
  readonly solver: readonly (readonly number[])[]
}

/**
 * Sets the one who asks against the one who answers: R_ij − V_i for an answer, mean V − V_i for a question.
 *
 * rewards: R_ij of the answers j to each question i, at least one each; V_i is their mean. The Challenger is paid
 * for questions that are harder than the others, and its advantages sum to 0. Episodes give the same through
 * `grpo({ deviation: 'none' })`, the Solver's grouped by question and the Challenger's, with returns −V, all
 * together. A judged quality of the question is added to the rewards of both before. Source: Kuba et al. 2025,
 * "Language Self-Play For Data-Free Training".
 */
export function selfPlayAdvantages(rewards: readonly (readonly number[])[]): SelfPlayAdvantages {
  const values = rewards.map(average)
  const mean = average(values)
  return {
    challenger: values.map((value) => mean - value),
    solver: rewards.map((answers, i) => answers.map((reward) => reward - values[i]!)),
  }
}
