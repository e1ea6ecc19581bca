import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stream } from 'coevo/core'
import {
  defineObjective,
  learner,
  reinforce,
  rloo,
  type Episode,
  type Reference,
  type Turn,
} from 'coevo/learn'
import { add, div, mul, neg, sub, sum } from 'coevo/tensor'
import { describe, expect, test } from 'vitest'
import { decoderModel, vocabularySize } from './decoder-model.ts'

const context = { name: 'learner', seed: 1, steps: 20 }

/** REINFORCE that reports how far the present policy and the detached one are from the reference. */
const watched = defineObjective({
  name: 'watched',
  inputs: [
    'logp',
    'detachedLogp',
    'referenceLogp',
    'referenceLogProbabilities',
    'logProbabilities',
    'probabilities',
    'advantage',
    'weight',
    'tokenWeight',
  ],
  scalars: {},
  build(batch) {
    const { logp, referenceLogp, detachedLogp, weight, tokenWeight } = batch
    const mean = (x: typeof logp) => div(sum(mul(weight, x)), tokenWeight)
    const apart = sub(batch.logProbabilities, batch.referenceLogProbabilities)
    return {
      loss: neg(mean(mul(batch.advantage, logp))),
      metrics: {
        logp: mean(logp),
        detached: mean(detachedLogp),
        reference: mean(referenceLogp),
        divergence: mean(sum(mul(batch.probabilities, apart), { axes: [1] })),
      },
    }
  },
})

/** Equal prompts with fixed answers and random rewards, some tokens constrained. */
function episodes(step: number): Episode[] {
  return Array.from({ length: 8 }, (_, session) => {
    const random = stream('reference', step, session)
    const turn: Turn = {
      ply: 0,
      prompt: [2, 3 + (session % 2)],
      completion: [4 + (session % 3), 1],
      logprobs: [-1, -1],
      allowed: [session % 4 === 0 ? [4, 5, 6] : null, null],
    }
    const role = {
      role: 'a',
      model: 'learner',
      turns: [turn],
      return: random.int(3),
      illegal: 0,
      parseFailures: 0,
    }
    return { session, game: 'g', roles: [role], end: 'finished' }
  })
}

function start(reference: Reference, limits?: { tokens: number; logits: number }) {
  const model = decoderModel(7)
  const options = { estimator: rloo(), objective: watched, learningRate: 0.02, reference }
  return { model, trained: learner({ ...options, ...(limits && { limits }) })(model, context) }
}

/** The weights before each of some steps, and what the last one reports. */
async function steps({ model, trained }: ReturnType<typeof start>, count: number) {
  const before: Float32Array[] = []
  const metrics: Awaited<ReturnType<typeof trained.learn>>[] = []
  for (let step = 0; step < count; step++) {
    before.push(model.weights.current.slice())
    metrics.push(await trained.learn(episodes(step)))
  }
  return { before, metrics }
}

describe('the reference policy', () => {
  test('is that of the first step', async () => {
    const run = start('initial')
    // Whatever happens to the weights before the first step is part of it: a warm-up.
    run.model.weights.current[0]! += 1
    const { before, metrics } = await steps(run, 3)
    expect(run.trained.snapshot().reference).toEqual({ name: 'initial', weights: before[0] })
    expect(metrics[0]!.reference).toBeCloseTo(metrics[0]!.logp, 5)
    expect(metrics[0]!.divergence).toBeCloseTo(0, 5)
    expect(metrics[2]!.divergence).toBeGreaterThan(1e-4)
    for (const { logp, detached } of metrics) expect(detached).toBe(logp)
  })

  test('is renewed every so many steps', async () => {
    const run = start({ every: 2 })
    const { before, metrics } = await steps(run, 4)
    expect(run.trained.snapshot().reference).toEqual({ name: 'every 2', weights: before[2] })
    expect(metrics.map(({ divergence }) => divergence > 1e-5)).toEqual([false, true, false, true])
  })

  test('is a moving average of the weights', async () => {
    const run = start({ ema: 0.75 })
    const { before } = await steps(run, 3)
    const after = [...before.slice(1), run.model.weights.current]
    const expected = before[0]!.map((first, i) =>
      after.reduce((mean, each) => 0.75 * mean + 0.25 * each[i]!, first),
    )
    const { weights } = run.trained.snapshot().reference!
    for (const [i, weight] of weights!.entries()) expect(weight).toBeCloseTo(expected[i]!, 5)
  })

  test('gives each token the probability that the model with its weights gives it', async () => {
    const run = start('initial')
    const first = decoderModel(7)
    const { metrics } = await steps(run, 2)
    const turns = episodes(1).map(({ roles }) => roles[0]!.turns[0]!)
    const scores = await first.score(turns.filter(({ allowed }) => allowed[0] === null))
    expect(scores).toHaveLength(6)
    const open = episodes(1).filter((_, session) => session % 4 !== 0)
    const { trained } = start('initial')
    const { reference } = await trained.learn(open)
    const mean = scores.flatMap(({ logprobs }) => logprobs).reduce((a, b) => a + b, 0) / 12
    expect(reference).toBeCloseTo(mean, 4)
    expect(metrics[0]!.reference).toSatisfy(Number.isFinite)
  })

  test('is the same in parts of a minibatch', async () => {
    const whole = await steps(start('initial'), 3)
    const cut = await steps(start('initial', { tokens: 6, logits: 3 * vocabularySize }), 3)
    for (const [i, metrics] of whole.metrics.entries())
      for (const name of ['reference', 'divergence', 'detached'] as const)
        expect(cut.metrics[i]![name]).toBeCloseTo(metrics[name], 4)
  })

  for (const reference of ['initial', { every: 3 }, { ema: 0.5 }] as const)
    test(`is kept over a save and a load: ${JSON.stringify(reference)}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'reference-'))
      try {
        const whole = start(reference)
        await steps(whole, 2)
        await whole.trained.save(folder)
        const resumed = start(reference)
        resumed.model.weights.current.set(whole.model.weights.current)
        await resumed.trained.load(folder)
        expect(resumed.trained.snapshot()).toEqual(whole.trained.snapshot())
        for (let step = 2; step < 5; step++)
          expect(await resumed.trained.learn(episodes(step))).toEqual(
            await whole.trained.learn(episodes(step)),
          )
        expect(resumed.trained.snapshot()).toEqual(whole.trained.snapshot())
      } finally {
        await rm(folder, { recursive: true })
      }
    })

  test('a learner that was saved before its first step has none yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reference-'))
    try {
      await start('initial').trained.save(folder)
      const { model, trained } = start('initial')
      await trained.load(folder)
      expect(trained.snapshot().reference).toEqual({ name: 'initial', weights: null })
      const before = model.weights.current.slice()
      await trained.learn(episodes(0))
      expect(trained.snapshot().reference!.weights).toEqual(before)
      await expect(start({ ema: 0.5 }).trained.load(folder)).rejects.toThrow(
        'has the reference initial, this one ema 0.5',
      )
      await trained.save(folder)
      await truncate(join(folder, 'reference.f32'), 8)
      await expect(trained.load(folder)).rejects.toThrow('reference.f32 has 8 bytes')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('an objective that reads it needs a learner that keeps it', () => {
    const options = { estimator: rloo(), objective: watched, learningRate: 0.1 }
    const objective = defineObjective({
      name: 'pulled',
      inputs: ['logp', 'referenceLogp'],
      scalars: {},
      build: ({ logp, referenceLogp }) => ({ loss: sum(add(logp, referenceLogp)), metrics: {} }),
    })
    // @ts-expect-error: it reads the reference, and there is none.
    expect(() => learner(options)).toThrow('watched reads referenceLogp, but the learner keeps no reference')
    // @ts-expect-error: as above, for one tensor alone.
    expect(() => learner({ ...options, objective })).toThrow("for instance reference: 'initial'")
    learner({ ...options, objective, reference: 'initial' })
    learner({ ...options, objective: reinforce(), reference: 'initial' })
    learner({ ...options, objective: reinforce() })
    expect(() => learner({ ...options, reference: { every: 0 } })).toThrow('every 0 steps')
    expect(() => learner({ ...options, reference: { ema: 1 } })).toThrow('ema is 1')
  })
})
