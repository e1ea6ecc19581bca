import { fc, test } from '@fast-check/vitest'
import {
  cispo,
  dapo,
  grpoObjective,
  learner,
  magneticMirrorDescent,
  ppo,
  reinforce,
  returns,
  rloo,
  sft,
  withKl,
} from 'coevo/learn'
import { describeObjective } from 'coevo/testing'
import { describe, expect } from 'vitest'
import { exampleOf, exampleRows } from '../../../src/learn/example-rows.ts'
import { probeObjective, type ObjectiveExample, type ObjectiveValues } from '../../../src/learn/probe.ts'
import { finiteDifferences, ppoGain, tokenMean, type Row } from './reference.ts'

const targets = 5
const vocabularySize = 6
const turnWeight = 3
const examples = fc
  .array(exampleRows(vocabularySize), { minLength: targets, maxLength: targets })
  .map((rows) => exampleOf(rows, turnWeight))
const kinds = ['k1', 'k2', 'k3', 'unbiased'] as const

const k = ({ referenceLogRatio: d, ratio }: Row) => {
  const k3 = Math.exp(d) - d - 1
  return { k1: -d, k2: d ** 2 / 2, k3, unbiased: ratio * k3 }
}

describeObjective(sft(), { entropyBonus: 0.1 })
describeObjective(dapo(), { entropyBonus: 0.1 })
describeObjective(cispo(), { entropyBonus: 0.1 })
describeObjective(grpoObjective({ kl: { coefficient: 0.04 } }), { entropyBonus: 0, klCoefficient: 0.5 })
for (const estimator of kinds)
  describeObjective(
    { ...withKl(reinforce(), { coefficient: 0.1, estimator }), name: `reinforce with ${estimator}` },
    { entropyBonus: 0, klCoefficient: 0.5 },
  )

/** Expects the value of a plain implementation, and its slopes. */
function expectSame(
  found: ObjectiveValues,
  example: ObjectiveExample,
  loss: (at: ObjectiveExample) => number,
) {
  const scale = Math.max(1, Math.abs(loss(example)))
  expect(Math.abs(found.loss - loss(example)) / scale).toBeLessThan(1e-4)
  const expected = finiteDifferences(example, loss).flat()
  const largest = Math.max(1, ...expected.map(Math.abs))
  for (const [i, value] of found.gradient.flat().entries())
    expect(Math.abs(value - expected[i]!) / largest).toBeLessThan(2e-4)
}

describe('token-level objectives against plain implementations', async () => {
  const sftProbe = await probeObjective(sft(), targets, vocabularySize)
  const dapoProbe = await probeObjective(dapo(), targets, vocabularySize)
  const cispoProbe = await probeObjective(cispo({ clipLow: 0.2, clipHigh: 0.28 }), targets, vocabularySize)
  const grpoProbe = await probeObjective(grpoObjective({ kl: { coefficient: 1 } }), targets, vocabularySize)
  const pulled = await Promise.all(
    kinds.map((estimator) =>
      probeObjective(withKl(ppo(), { coefficient: 1, estimator }), targets, vocabularySize),
    ),
  )
  const free = { entropyBonus: 0 }

  test.prop([examples])(
    'SFT is the mean cross-entropy of a token, times what it is to be imitated',
    async (example) => {
      const found = await sftProbe(example, free)
      expectSame(found, example, (at) => -tokenMean(at, ({ advantage, logp }) => advantage * logp))
      expect(found.metrics.nll).toBeCloseTo(
        tokenMean(example, ({ logp }) => -logp),
        4,
      )
    },
  )

  test.prop([examples])('DAPO clips at 0.8 and 1.28 and takes one mean over all tokens', async (example) => {
    expectSame(
      await dapoProbe(example, free),
      example,
      (at) => -tokenMean(at, (row) => ppoGain(row, 0.2, 0.28)),
    )
  })

  test.prop([examples])('CISPO clips what a token counts', async (example) => {
    const found = await cispoProbe(example, free)
    const weight = ({ detachedRatio }: Row) => Math.min(1.28, Math.max(0.8, detachedRatio))
    expectSame(found, example, (at) => -tokenMean(at, (row) => weight(row) * row.advantage * row.logp))
    const clipped = tokenMean(example, (row) => (weight(row) === row.detachedRatio ? 0 : 1))
    expect(found.metrics.clipFraction).toBeCloseTo(clipped, 4)
  })

  test.prop([examples])(
    'CISPO gives every token with an advantage a gradient, where PPO stops some',
    async (example) => {
      const { gradient } = await cispoProbe(example, free)
      for (const [t, advantage] of example.advantage.entries())
        if (Math.abs(advantage) > 0.01) expect(Math.max(...gradient[t]!.map(Math.abs))).toBeGreaterThan(0)
    },
  )

  test.prop([examples, fc.constantFrom(0.01, 0.5, 2)])(
    'GRPO pulls to the reference by k3',
    async (example, klCoefficient) => {
      const found = await grpoProbe(example, { ...free, klCoefficient })
      expectSame(found, example, (at) =>
        tokenMean(at, (row) => klCoefficient * row.pull * k(row).k3 - ppoGain(row, 0.2, 0.2)),
      )
    },
  )

  test.prop([examples])('the estimates of the divergence; all but k1 are never negative', async (example) => {
    for (const [i, estimator] of kinds.entries()) {
      const { metrics } = await pulled[i]!(example, { ...free, klCoefficient: 0 })
      expect(metrics.kl).toBeCloseTo(
        tokenMean(example, (row) => k(row)[estimator]),
        3,
      )
      if (estimator !== 'k1') expect(metrics.kl).toBeGreaterThanOrEqual(-1e-6)
    }
  })
})

describe('the mean gradient of each estimate, over the tokens that the policy itself writes', async () => {
  const probes = await Promise.all(
    kinds.map((estimator) =>
      probeObjective(
        withKl(reinforce(), { coefficient: 1, estimator, normaliser: 'tokens' }),
        vocabularySize,
        vocabularySize,
      ),
    ),
  )
  const logits = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
    minLength: vocabularySize,
    maxLength: vocabularySize,
  })
  const logSoftmax = (values: readonly number[]) => {
    const total = Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0))
    return values.map((value) => value - total)
  }

  test.prop([logits, logits])(
    '0 for k1, that of KL(π ‖ ref) for k2 and the unbiased one, and of KL(ref ‖ π) for k3',
    async (own, other) => {
      const [policy, reference] = [logSoftmax(own), logSoftmax(other)]
      // Every token once, weighted by its probability: the sum over rows is the expectation.
      const rows = policy.map((logp, chosen) => ({
        logits: own,
        allowed: null,
        chosen,
        behaviourLogp: logp,
        anchorLogProbabilities: policy,
        detachedLogp: logp,
        referenceLogProbabilities: reference,
        advantage: 0,
        pull: 1,
        weight: Math.exp(logp),
      }))
      const divergence = policy.reduce((sum, p, v) => sum + Math.exp(p) * (p - reference[v]!), 0)
      const slopes = policy.map((p, v) => Math.exp(p) * (p - reference[v]! - divergence))
      const expected = {
        k1: own.map(() => 0),
        k2: slopes,
        unbiased: slopes,
        k3: policy.map((p, v) => Math.exp(p) - Math.exp(reference[v]!)),
      }
      for (const [i, estimator] of kinds.entries()) {
        const { gradient, metrics } = await probes[i]!(exampleOf(rows, 1), {
          entropyBonus: 0,
          klCoefficient: 1,
        })
        for (let v = 0; v < vocabularySize; v++) {
          const mean = gradient.reduce((sum, row) => sum + row[v]!, 0)
          expect(mean).toBeCloseTo(expected[estimator][v]!, 4)
        }
        if (estimator !== 'k2') expect(metrics.kl).toBeCloseTo(divergence, 4)
      }
    },
  )

  test.prop([logits, logits])(
    'that of KL(π ‖ ref) for the unbiased one on tokens of another policy, too',
    async (own, other) => {
      const [policy, reference] = [logSoftmax(own), logSoftmax(other)]
      // Whoever wrote them chooses all tokens equally often.
      const behaviourLogp = -Math.log(vocabularySize)
      const rows = policy.map((logp, chosen) => ({
        logits: own,
        allowed: null,
        chosen,
        behaviourLogp,
        anchorLogProbabilities: policy,
        detachedLogp: logp,
        referenceLogProbabilities: reference,
        advantage: 0,
        pull: 1,
        weight: Math.exp(behaviourLogp),
      }))
      const divergence = policy.reduce((sum, p, v) => sum + Math.exp(p) * (p - reference[v]!), 0)
      const probe = probes[kinds.indexOf('unbiased')]!
      const { gradient, metrics } = await probe(exampleOf(rows, 1), { entropyBonus: 0, klCoefficient: 1 })
      expect(metrics.kl).toBeCloseTo(divergence, 4)
      for (const [v, p] of policy.entries()) {
        const mean = gradient.reduce((sum, row) => sum + row[v]!, 0)
        expect(mean).toBeCloseTo(Math.exp(p) * (p - reference[v]! - divergence), 4)
      }
    },
  )
})

describe('a token that the policy finds e^95 times as likely as whoever wrote it', async () => {
  const free = { entropyBonus: 0 }
  const pull = { ...free, klCoefficient: 1 }
  const mirror = magneticMirrorDescent({ alpha: 0.1, stepSize: 1 })
  const probes = {
    ppo: [await probeObjective(ppo({ normaliser: 'tokens' }), 1, 2), free],
    cispo: [await probeObjective(cispo(), 1, 2), free],
    'magnetic-mirror-descent': [await probeObjective(mirror, 1, 2), { alpha: 0.1, stepSize: 1 }],
    'reinforce with k3': [await probeObjective(withKl(reinforce(), { coefficient: 1 }), 1, 2), pull],
  } as const
  const far = (advantage: number) =>
    exampleOf(
      [
        {
          logits: [0, 0],
          allowed: null,
          chosen: 0,
          behaviourLogp: -95 - Math.LN2,
          anchorLogProbabilities: [-Math.LN2, -Math.LN2],
          detachedLogp: -Math.LN2,
          referenceLogProbabilities: [95 - Math.LN2, -95],
          advantage,
          pull: 1,
          weight: 1,
        },
      ],
      1,
    )

  for (const [name, [probe, scalars]] of Object.entries(probes))
    test(`leaves ${name} finite`, async () => {
      for (const advantage of [1, -1]) {
        const { loss, gradient, metrics } = await probe(far(advantage), scalars as never)
        for (const value of [loss, ...gradient.flat(), ...Object.values<number>(metrics)])
          expect(value).toSatisfy(Number.isFinite)
      }
    })

  test('is clipped by PPO, and counts five times for CISPO, as ScaleRL has it', async () => {
    const clipped = await probes.ppo[0](far(1), free)
    expect(clipped.loss).toBeCloseTo(-1.2, 6)
    expect(clipped.gradient.flat().map(Math.abs)).toEqual([0, 0])
    const { gradient, metrics } = await probes.cispo[0](far(1), free)
    // 5 times the gradient of −ln π(token), which is −(1 − π) and π.
    expect(gradient[0]![0]).toBeCloseTo(-2.5, 6)
    expect(gradient[0]![1]).toBeCloseTo(2.5, 6)
    expect(metrics.clipFraction).toBe(1)
  })
})

describe('options', () => {
  test('out of range are refused by name', () => {
    expect(() => cispo({ clipLow: 1.5 })).toThrow('cispo: clipLow is 1.5')
    expect(() => cispo({ clipHigh: 0 })).toThrow('cispo: clipHigh is 0')
  })

  test('a pull to a reference needs a learner that keeps one', () => {
    const objective = grpoObjective({ kl: { coefficient: 0.04 } })
    const options = { estimator: rloo(), objective, learningRate: 1e-3 }
    // @ts-expect-error: it reads the reference, and there is none.
    expect(() => learner(options)).toThrow('grpo reads referenceLogp')
    learner({ ...options, reference: { ema: 0.99 } })
    learner({ ...options, objective: sft(), estimator: returns() })
  })
})
