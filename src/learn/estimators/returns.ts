import { creditOf, ownTurns } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'

export interface ReturnsOptions {
  /** Leaves out turns that earned exactly 0, so that a mean is one over the others. Default false. */
  readonly dropZero?: boolean
}

/**
 * Takes what each turn earned, or else its role's return, as it is, without a baseline.
 *
 * With `sft` demonstrations of return 1 are imitated, those of other returns by that weight; with `dropZero`
 * and returns of 0 and 1 it is rejection sampling: only what was right is imitated.
 */
export function returns({ dropZero = false }: ReturnsOptions = {}): AdvantageEstimator<null> {
  return {
    name: 'returns',
    initial: () => null,
    estimate: (episodes, state, { model }) => ({
      turns: ownTurns(episodes, model)
        .map(({ role, turn }) => ({ turn, advantage: creditOf(role, turn), weight: 1 }))
        .filter(({ advantage }) => !dropZero || advantage !== 0),
      state,
      metrics: {},
    }),
  }
}
