import { fc, test } from '@fast-check/vitest'
import { magneticMirrorDescent, ppo, reinforce } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { probeObjective, type ObjectiveExample, type ObjectiveValues } from '../../../src/learn/probe.ts'
import { exampleOf, exampleRows } from '../../../src/learn/example-rows.ts'
import {
  finiteDifferences,
  mirrorDescentLoss,
  ppoGain,
  ppoLoss,
  reinforceLoss,
  tokenMean,
} from './reference.ts'

const targets = 5
const vocabularySize = 6
const examples = fc
  .tuple(
    fc.array(exampleRows(vocabularySize), { minLength: targets, maxLength: targets }),
    fc.constantFrom(1, 3, 40),
  )
  .map(([rows, turnWeight]) => exampleOf(rows, turnWeight))
const coefficient = fc.constantFrom(0.01, 0.5, 2)

function expectSame(
  found: ObjectiveValues,
  example: ObjectiveExample,
  loss: (example: ObjectiveExample) => number,
) {
  const scale = Math.max(1, Math.abs(loss(example)))
  expect(Math.abs(found.loss - loss(example)) / scale).toBeLessThan(1e-4)
  const expected = finiteDifferences(example, loss).flat()
  const largest = Math.max(1, ...expected.map(Math.abs))
  for (const [i, value] of found.gradient.flat().entries())
    expect(Math.abs(value - expected[i]!) / largest).toBeLessThan(2e-4)
}

describe('objectives against plain implementations and finite differences', async () => {
  const reinforceProbe = await probeObjective(reinforce(), targets, vocabularySize)
  const ppoProbe = await probeObjective(ppo({ clipLow: 0.2, clipHigh: 0.28 }), targets, vocabularySize)
  const tokens = await probeObjective(ppo({ normaliser: 'tokens' }), targets, vocabularySize)
  const constant = await probeObjective(ppo({ normaliser: { turnsOfLength: 4096 } }), targets, vocabularySize)
  const mirror = await probeObjective(
    magneticMirrorDescent({ alpha: 1, stepSize: 1 }),
    targets,
    vocabularySize,
  )

  test.prop([examples, coefficient])('REINFORCE', async (example, entropyBonus) => {
    const found = await reinforceProbe(example, { entropyBonus })
    expectSame(found, example, (at) => reinforceLoss(at, entropyBonus))
    expect(found.metrics.entropy).toBeCloseTo(
      tokenMean(example, ({ entropy }) => entropy),
      4,
    )
  })

  test.prop([examples, coefficient])('PPO with two clip bounds', async (example, entropyBonus) => {
    const found = await ppoProbe(example, { entropyBonus })
    expectSame(found, example, (at) => ppoLoss(at, entropyBonus, 0.2, 0.28, at.turnWeight))
    const clipped = tokenMean(example, (row) =>
      ppoGain(row, 0.2, 0.28) === row.ratio * row.advantage ? 0 : 1,
    )
    expect(found.metrics.clipFraction).toBeCloseTo(clipped, 4)
    expect(found.metrics.behaviourKl).toBeCloseTo(
      tokenMean(example, ({ ratio }) => ratio - 1 - Math.log(ratio)),
      3,
    )
  })

  test.prop([examples])('PPO by token mean and by constant length', async (example) => {
    expectSame(await tokens(example, { entropyBonus: 0 }), example, (at) =>
      ppoLoss(at, 0, 0.2, 0.2, at.tokenWeight),
    )
    expectSame(await constant(example, { entropyBonus: 0 }), example, (at) =>
      ppoLoss(at, 0, 0.2, 0.2, 4096 * at.turnWeight),
    )
  })

  test.prop([examples, coefficient, coefficient])(
    'magnetic mirror descent',
    async (example, alpha, stepSize) => {
      const found = await mirror(example, { alpha, stepSize })
      expectSame(found, example, (at) => mirrorDescentLoss(at, alpha, stepSize))
      expect(found.metrics.magnetKl).toBeCloseTo(
        tokenMean(example, ({ choices, entropy }) => Math.log(choices) - entropy),
        3,
      )
      expect(found.metrics.anchorKl).toBeCloseTo(
        tokenMean(example, ({ anchorKl }) => anchorKl),
        3,
      )
    },
  )

  test('options out of range are refused by name', () => {
    expect(() => ppo({ clipLow: 1.5 })).toThrow('clipLow is 1.5')
    expect(() => ppo({ clipHigh: 0 })).toThrow('clipHigh is 0')
  })
})
