import { dpo, gae, gspo, ipo, preferences, stepDpo, topr } from 'coevo/learn'
import { describeEstimator, describeObjective } from 'coevo/testing'

describeObjective(gspo({ clipLow: 0.2, clipHigh: 0.27 }), { entropyBonus: 0.1 })
describeObjective(topr(), {})
describeObjective({ ...topr({ limit: 2 }), name: 'topr, up to 2' }, {})
describeObjective(dpo(), { beta: 0.5, sftCoefficient: 0 })
describeObjective(
  { ...dpo({ labelSmoothing: 0.1 }), name: 'dpo, smoothed and with imitation' },
  { beta: 0.1, sftCoefficient: 0.5 },
)
describeObjective(stepDpo(), { beta: 0.4, sftCoefficient: 0 })
describeObjective(ipo(), { tau: 0.5 })

describeEstimator(gae())
describeEstimator({ ...gae({ gamma: 0.9, lambda: 0.5 }), name: 'gae, discounted' })

describeEstimator(preferences())
describeEstimator({
  ...preferences({ grouping: { turns: ({ game }) => game }, cap: 2, margin: 1 }),
  name: 'preferences, few',
})
