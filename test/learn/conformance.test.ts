import { grpo, magneticMirrorDescent, ppo, rae, regularised, reinforce, rloo } from 'coevo/learn'
import { describeEstimator, describeObjective } from '../../src/learn/conformance.ts'
import { episodes, vocabularySize } from './arbitrary.ts'

const context = { model: 'learner', step: 3, steps: 10, vocabularySize }

describeEstimator(rae(), episodes, context)
describeEstimator(
  { ...rae({ biasCorrected: true, dropZero: false }), name: 'rae, corrected' },
  episodes,
  context,
)
describeEstimator(grpo(), episodes, context)
describeEstimator(
  {
    ...grpo({ deviation: 'none', dropUniform: true, grouping: ({ game }, { role }) => game + role }),
    name: 'Dr. GRPO',
  },
  episodes,
  context,
)
describeEstimator(rloo(), episodes, context)
describeEstimator(
  regularised({ alpha: { kind: 'geometric', from: 0.3, to: 0.03, steps: 100 } }),
  episodes,
  context,
)
describeEstimator(
  { ...regularised({ alpha: 0.1, ownTerm: 'return', baseline: 'mean' }), name: 'regularised, own term' },
  episodes,
  context,
)

describeObjective(reinforce(), { entropyBonus: 0.1 })
describeObjective(ppo({ normaliser: 'tokens' }), { entropyBonus: 0.1 })
describeObjective(
  { ...ppo({ clipHigh: 0.28, normaliser: { turnsOfLength: 64 } }), name: 'ppo, two bounds, constant length' },
  { entropyBonus: 0 },
)
describeObjective(magneticMirrorDescent({ alpha: 1, stepSize: 1 }), { alpha: 0.3, stepSize: 0.2 })
