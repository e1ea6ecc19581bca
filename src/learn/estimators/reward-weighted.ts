import { average, UserError } from '../../core/index.ts'
import type { GroupBaseline } from '../baseline.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import { groupAdvantages, type Grouping } from '../group.ts'

export interface RewardWeightedOptions {
  /** τ > 0: how much reward makes an answer count e times as much. */
  readonly temperature: number
  /** Among what the weights have a mean of 1. Default: the whole batch, by role's return. */
  readonly grouping?: Grouping
  /** The greatest weight, ≥ 1. Default 20. */
  readonly largest?: number
}

/**
 * Weighs answers by exp(r / τ) for imitation with `sft`: reward-weighted regression.
 *
 * The weights are divided by their mean in the group, so that neither the rewards' offset nor τ changes the
 * step's size (with the grouping 'prompt' they are n times a softmax over the attempts), and then cut at
 * `largest`, so that no single answer is the whole step. The exponential belongs to the estimator, because a term
 * of a loss is proportional to its advantage. Sources: Peters and Schaal 2007, "Reinforcement Learning by
 * Reward-Weighted Regression for Operational Space Control"; Peng et al. 2019, "Advantage-Weighted Regression"
 * (the cut); Qu et al. 2024, "Recursive Introspection" (RISE).
 */
export function rewardWeighted(options: RewardWeightedOptions): AdvantageEstimator<null> {
  const { temperature, grouping = () => '', largest = 20 } = options
  if (!(temperature > 0))
    throw new UserError(`rewardWeighted: temperature is ${temperature}; it must be greater than 0.`)
  if (!(largest >= 1)) throw new UserError(`rewardWeighted: largest is ${largest}; it must be at least 1.`)
  return {
    name: 'reward-weighted',
    initial: () => null,
    estimate: (episodes, state, { model }) => ({
      ...groupAdvantages(episodes, model, grouping, exponential(temperature, largest), false),
      state,
    }),
  }
}

function exponential(temperature: number, largest: number): GroupBaseline {
  return (rewards) => {
    const best = rewards.reduce((a, b) => Math.max(a, b), -Infinity)
    const weights = rewards.map((reward) => Math.exp((reward - best) / temperature))
    const mean = average(weights)
    return weights.map((weight) => Math.min(largest, weight / mean))
  }
}
