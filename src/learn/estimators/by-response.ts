import type { Json } from '../../core/index.ts'
import { openPlaces } from '../decisions.ts'
import type { AdvantageEstimator } from '../estimator.ts'

/**
 * Lets every turn count once, however long it is: each token weighs 1 / (the tokens of its turn that had a choice).
 *
 * With an objective that is normalised by 'tokens' the loss, and each metric, is then the mean over turns of
 * the mean over the tokens of a turn, as GRPO publishes it. Without it a long turn counts more than a short one.
 * Source: Shao et al. 2024, "DeepSeekMath"; Liu et al. 2025, "Understanding R1-Zero-Like Training", on what it
 * does to lengths.
 */
export function byResponse<State extends Json>(
  estimator: AdvantageEstimator<State>,
): AdvantageEstimator<State> {
  return {
    name: `${estimator.name}, by response`,
    initial: () => estimator.initial(),
    estimate(episodes, state, context) {
      const { turns, ...rest } = estimator.estimate(episodes, state, context)
      return {
        ...rest,
        turns: turns.map((each) => ({
          ...each,
          weight: each.weight / Math.max(1, openPlaces(each.turn).length),
        })),
      }
    },
  }
}
