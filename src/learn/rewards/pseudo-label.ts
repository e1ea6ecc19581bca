import { average } from '../../core/index.ts'
import { majorityVote } from './vote.ts'

/** How good a label is that attempts vote for. */
export interface PseudoLabelQuality {
  /** Whether the majority is right: 1 or 0. */
  readonly labelAccuracy: number
  /** The share of attempts whose reward by the label is their reward by the truth. */
  readonly rewardAccuracy: number
  /** The majority's share. */
  readonly majority: number
  /** The share of attempts that are right. */
  readonly accuracy: number
}

/**
 * Says what learning from the majority's label, right or not, teaches about one problem.
 *
 * answers: null where none could be read. Where answers scatter, a wrong label still rewards most attempts as the
 * truth would, with nothing: the reward accuracy is high while the label accuracy is low. Source: Zuo et al. 2025,
 * "TTRL: Test-Time Reinforcement Learning".
 */
export function pseudoLabelQuality(answers: readonly (string | null)[], truth: string): PseudoLabelQuality {
  const { winner, share } = majorityVote(answers)
  const agreeing = answers.map((answer) =>
    Number((answer !== null && answer === winner) === (answer === truth)),
  )
  return {
    labelAccuracy: Number(winner === truth),
    rewardAccuracy: average(agreeing),
    majority: share,
    accuracy: average(answers.map((answer) => Number(answer === truth))),
  }
}
