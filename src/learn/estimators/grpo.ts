import { average, lookUp, sum, UserError } from '../../core/index.ts'
import { meanBaseline, type GroupBaseline } from '../baseline.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import { groupAdvantages, type Grouping } from '../group.ts'

export interface GrpoOptions {
  /** Default 'prompt'. */
  readonly grouping?: Grouping
  /** What divides the centred reward: the group's deviation over n − 1 (default) or n, or nothing (Dr. GRPO). */
  readonly deviation?: 'sample' | 'population' | 'none'
  /** Added to the deviation, > 0. Default 1e-6. */
  readonly epsilon?: number
  /** Drops groups whose rewards are all equal (DAPO's dynamic sampling). Default false. */
  readonly dropUniform?: boolean
}

/**
 * Compares each reward with its group: (r − mean) / (deviation + ε).
 *
 * A group of one gets 0. Dr. GRPO is `deviation: 'none'` with the objective `ppo({ normaliser: { turnsOfLength } })`;
 * DAPO's dynamic sampling is `dropUniform`, which leaves a batch smaller instead of drawing more. Sources: Shao et al.
 * 2024, "DeepSeekMath" (GRPO); Liu et al. 2025, "Understanding R1-Zero-Like Training" (Dr. GRPO); Yu et al. 2025,
 * "DAPO".
 */
export function grpo(options: GrpoOptions = {}): AdvantageEstimator<null> {
  const { grouping = 'prompt', deviation = 'sample', epsilon = 1e-6, dropUniform = false } = options
  if (!(epsilon > 0)) throw new UserError(`grpo: epsilon is ${epsilon}; it must be greater than 0.`)
  const baseline = lookUp('deviation of grpo', deviation, {
    sample: standardised(1, epsilon),
    population: standardised(0, epsilon),
    none: meanBaseline,
  })
  return {
    name: 'grpo',
    initial: () => null,
    estimate: (episodes, state, { model }) => ({
      ...groupAdvantages(episodes, model, grouping, baseline, dropUniform),
      state,
    }),
  }
}

/** lost: how many degrees of freedom less than rewards there are. */
function standardised(lost: number, epsilon: number): GroupBaseline {
  return (rewards) => {
    const mean = average(rewards)
    const degrees = Math.max(1, rewards.length - lost)
    const spread = Math.sqrt(sum(rewards.map((reward) => (reward - mean) ** 2)) / degrees)
    return rewards.map((reward) => (reward - mean) / (spread + epsilon))
  }
}
