import { leaveOneOutBaseline } from '../baseline.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import { groupAdvantages, type Grouping } from '../group.ts'

export interface RlooOptions {
  /** Default 'prompt'. */
  readonly grouping?: Grouping
}

/**
 * Compares each reward with the mean of the others in its group, which leaves the gradient unbiased.
 *
 * A group of one gets 0. Source: Kool et al. 2019; Ahmadian et al. 2024, "Back to Basics" (RLOO).
 */
export function rloo({ grouping = 'prompt' }: RlooOptions = {}): AdvantageEstimator<null> {
  return {
    name: 'rloo',
    initial: () => null,
    estimate: (episodes, state, { model }) => ({
      ...groupAdvantages(episodes, model, grouping, leaveOneOutBaseline, false),
      state,
    }),
  }
}
