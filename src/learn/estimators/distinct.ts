import type { Json } from '../../core/index.ts'
import { promptKey } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'

/**
 * Leaves out turns that say again what an earlier one has said to the same prompt.
 *
 * For rejection sampling: a question that is often answered rightly then counts no more than one that hardly ever is.
 * Source: Yuan et al. 2023, "Scaling Relationship on Learning Mathematical Reasoning with Large Language Models" (RFT).
 */
export function distinct<State extends Json>(
  estimator: AdvantageEstimator<State>,
): AdvantageEstimator<State> {
  return {
    name: `${estimator.name}, distinct`,
    initial: () => estimator.initial(),
    estimate(episodes, state, context) {
      const { turns, ...rest } = estimator.estimate(episodes, state, context)
      const said = new Set<string>()
      const kept = turns.filter(({ turn }) => {
        const key = `${promptKey(turn)}: ${turn.completion.join(' ')}`
        const isNew = !said.has(key)
        said.add(key)
        return isNew
      })
      return { turns: kept, ...rest }
    },
  }
}
