import { grpo, magneticMirrorDescent, ppo, rae, regularised, reinforce, rloo } from 'coevo/learn'
import { describeEstimator, describeObjective } from 'coevo/testing'

describeEstimator(rae())
describeEstimator({ ...rae({ biasCorrected: true, dropZero: false }), name: 'rae, corrected' })
describeEstimator(grpo())
describeEstimator({
  ...grpo({ deviation: 'none', dropUniform: true, grouping: ({ game }, { role }) => game + role }),
  name: 'Dr. GRPO',
})
describeEstimator(rloo())
describeEstimator(regularised({ alpha: { kind: 'geometric', from: 0.3, to: 0.03, steps: 100 } }))
describeEstimator({
  ...regularised({ alpha: 0.1, ownTerm: 'return', baseline: 'mean' }),
  name: 'regularised, own term',
})

describeObjective(reinforce(), { entropyBonus: 0.1 })
describeObjective(ppo({ normaliser: 'tokens' }), { entropyBonus: 0.1 })
describeObjective(
  { ...ppo({ clipHigh: 0.28, normaliser: { turnsOfLength: 64 } }), name: 'ppo, two bounds, constant length' },
  { entropyBonus: 0 },
)
describeObjective(magneticMirrorDescent({ alpha: 1, stepSize: 1 }), { alpha: 0.3, stepSize: 0.2 })
