import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test as property } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import {
  gae,
  gspo,
  learner,
  ppo,
  rloo,
  type Episode,
  type LearnerOptions,
  type Turn,
  type ValueOptions,
} from 'coevo/learn'
import { compile, gradients, input } from 'coevo/tensor'
import { describeEstimator } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { valueLoss, valuesAt } from '../../src/learn/value.ts'
import { decide, decoderModel, probabilities, vocabularySize } from './decoder-model.ts'

const context = { name: 'learner', seed: 1, steps: 40 }
const prompts = [
  [2, 3],
  [2, 4],
]
const actions = [5, 6]

function episode(session: number, turns: readonly Turn[], value: number): Episode {
  const role = { role: 'solver', model: 'learner', turns, return: value, illegal: 0, parseFailures: 0 }
  return { session, game: 'bandit', roles: [role], end: 'finished' }
}

/** What a turn earns is decided by its prompt alone: 2 after the first, −1 after the second. */
function fixed(count: number, step = 0): Episode[] {
  return Array.from({ length: count }, (_, session) => {
    const random = stream('fixed', step, session)
    const completion = [5 + random.int(2), 2 + random.int(3)]
    const turn = {
      ply: 0,
      prompt: prompts[session % 2]!,
      completion,
      logprobs: [-1, -1],
      allowed: [null, null],
    }
    return episode(session, [turn], session % 2 === 0 ? 2 : -1)
  })
}

function start(options: Partial<LearnerOptions<never, never, never>> = {}, value: ValueOptions = {}) {
  const model = decoderModel(3)
  const trained = learner({
    estimator: gae(),
    objective: ppo(),
    learningRate: 0.02,
    epochs: 4,
    ...options,
    value,
  })(model, context)
  return { model, trained }
}

const bits = (values: Float32Array) => Buffer.from(values.slice().buffer).toString('base64')

describe('the value head', () => {
  test('learns what each prompt is worth', async () => {
    const { trained } = start({}, { coefficient: 1 })
    const first = await trained.learn(fixed(16))
    expect(first).toMatchObject({ value: 0, turns: 16 })
    // The mean of 2² and 1², when nothing is expected.
    expect(first['valueLoss']).toBeLessThanOrEqual(2.5)
    for (let step = 1; step < 30; step++) await trained.learn(fixed(16, step))
    const last = await trained.learn(fixed(16, 30))
    expect(last['value/explained']).toBeGreaterThan(0.95)
    expect(last['value']).toBeCloseTo(0.5, 1)
    expect(last['valueLoss']).toBeLessThan(0.1)
  })

  for (const objective of [ppo(), gspo({ clipLow: 0.2, clipHigh: 0.2 })])
    test(`its advantages teach the better action of a one-step task by ${objective.name}`, async () => {
      const model = decoderModel(1)
      const options = { learningRate: 0.01, epochs: 4, value: {} }
      const trained =
        objective.unit === 'token'
          ? learner({ estimator: gae(), objective, ...options })(model, context)
          : learner({ estimator: gae(), objective, ...options })(model, context)
      for (let step = 0; step < 15; step++) {
        const asked = Array.from({ length: 32 }, (_, session) => prompts[session % 2]!)
        const turns = await decide(model, asked, actions, `value ${step}`)
        await trained.learn(
          turns.map((turn, session) =>
            episode(session, [turn], turn.completion[0] === actions[session % 2] ? 1 : -1),
          ),
        )
      }
      expect((await probabilities(model, prompts[0]!, actions))[0]).toBeGreaterThan(0.85)
      expect((await probabilities(model, prompts[1]!, actions))[1]).toBeGreaterThan(0.85)
    })

  /** A free turn, then a forced one, and a return of 1. */
  const forcedEnd = (session: number): Episode => {
    const free = { ply: 0, prompt: prompts[0]!, completion: [5], logprobs: [-1], allowed: [null] }
    const forced = { ply: 2, prompt: prompts[1]!, completion: [6], logprobs: [0], allowed: [[6]] }
    return episode(session, [free, forced], 1)
  }

  for (const objective of [ppo(), gspo()])
    test(`learns what turns without a choice are worth, with ${objective.name}`, async () => {
      const shared = {
        estimator: gae({ lambda: 0 }),
        learningRate: 0.02,
        epochs: 4,
        value: { coefficient: 1 },
      }
      const trained =
        objective.unit === 'token'
          ? learner({ ...shared, objective })(decoderModel(3), context)
          : learner({ ...shared, objective })(decoderModel(3), context)
      const learn = () => trained.learn([forcedEnd(0), forcedEnd(1)])
      const first = await learn()
      // One choice each; the loss is a mean over both turns, of which the forced one alone should be worth 1.
      expect(first).toMatchObject({ value: 0, turns: 2 })
      for (let step = 1; step < 60; step++) await learn()
      // With a value of 0 at the forced turn nothing would ever reach the free one, and both stay at 0.
      expect((await learn())['value']).toBeCloseTo(1, 1)
    })

  test('trains values where nobody had a choice at all', async () => {
    const { trained } = start({ epochs: 1, minibatches: 2 })
    const forced = [0, 1].map((session) => {
      const { roles, ...rest } = forcedEnd(session)
      return { ...rest, roles: [{ ...roles[0]!, turns: [roles[0]!.turns[1]!] }] }
    })
    const first = await trained.learn(forced)
    expect(first).toMatchObject({ turns: 0, tokens: 0, updates: 2, value: 0 })
    for (let step = 0; step < 60; step++) await trained.learn(forced)
    expect((await trained.learn(forced))['value']).toBeCloseTo(1, 1)
  })

  test('is the same in parts of a minibatch', async () => {
    const [whole, cut] = [start(), start({ limits: { tokens: 4, logits: 3 * vocabularySize } })]
    for (let step = 0; step < 3; step++) {
      const expected = await whole.trained.learn(fixed(8, step))
      const found = await cut.trained.learn(fixed(8, step))
      for (const name of Object.keys(expected)) expect(found[name]).toBeCloseTo(expected[name]!, 3)
    }
    const [one, other] = [whole.trained.snapshot().value!, cut.trained.snapshot().value!]
    for (const [i, weight] of one.weights.entries()) expect(other.weights[i]).toBeCloseTo(weight, 3)
  })

  test('is kept over a save and a load', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'value-'))
    try {
      const whole = start()
      for (let step = 0; step < 2; step++) await whole.trained.learn(fixed(8, step))
      await whole.trained.save(folder)
      const resumed = start()
      resumed.model.weights.current.set(whole.model.weights.current)
      await resumed.trained.load(folder)
      expect(resumed.trained.snapshot()).toEqual(whole.trained.snapshot())
      expect(resumed.trained.snapshot().value!.weights).toHaveLength(17)
      for (let step = 2; step < 4; step++)
        expect(await resumed.trained.learn(fixed(8, step))).toEqual(await whole.trained.learn(fixed(8, step)))
      expect(bits(resumed.model.weights.current)).toBe(bits(whole.model.weights.current))
      const without = learner({ estimator: rloo(), objective: ppo(), learningRate: 0.1 })(
        decoderModel(3),
        context,
      )
      await expect(without.load(folder)).rejects.toThrow('has the estimator gae, this one rloo')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('an update that fails leaves it as it was', async () => {
    const { trained } = start({ learningRate: 3e38, epochs: 1 })
    await trained.learn(fixed(4))
    const before = trained.snapshot()
    await expect(trained.learn(fixed(4, 1))).rejects.toThrow("loss of model 'learner'")
    expect(bits(trained.snapshot().value!.weights)).toBe(bits(before.value!.weights))
  })

  test('goes with an estimator that reads values', () => {
    const options = { objective: ppo(), learningRate: 0.1 }
    // @ts-expect-error: GAE reads values, and nobody trains them.
    expect(() => learner({ ...options, estimator: gae() })).toThrow(
      'gae reads values, but the learner trains none',
    )
    expect(() => learner({ ...options, estimator: rloo(), value: {} })).toThrow(
      'values that rloo does not read',
    )
    expect(() => learner({ ...options, estimator: gae(), value: { clip: 0 } })).toThrow("value's clip is 0")
    expect(() => learner({ ...options, estimator: gae(), value: { coefficient: -1 } })).toThrow(
      "value's coefficient is -1",
    )
    expect(() => gae({ gamma: 2 })).toThrow('gamma is 2')
  })
})

describeEstimator({ ...gae({ forced: 'left out' }), name: 'gae, without forced turns' })

describe('GAE', () => {
  property.prop([fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 5 }), fc.boolean()])(
    'takes the turns’ own rewards, or the return at the end',
    (rewards, own) => {
      const turns = rewards.map((reward, ply): Turn => ({
        ply,
        prompt: [ply],
        completion: [1],
        logprobs: [0],
        allowed: [null],
        ...(own && { reward }),
      }))
      const values = new Map(turns.map((turn) => [turn, 0.5 * turn.ply]))
      const given = { model: 'learner', step: 0, steps: 1, vocabularySize: 3, values }
      const found = gae({ lambda: 1 }).estimate([episode(0, turns, 7)], null, given).turns
      for (const [i, { advantage, value }] of found.entries()) {
        const toGo = own ? rewards.slice(i).reduce((a, b) => a + b, 0) : 7
        expect(value!.before).toBe(0.5 * i)
        expect(advantage).toBeCloseTo(toGo - 0.5 * i, 9)
        expect(value!.target).toBeCloseTo(toGo, 9)
      }
    },
  )
})

test('GAE may leave out turns without a choice, whose rewards go to the turn before', () => {
  const turn = (ply: number, reward: number, isFree: boolean): Turn => ({
    ply,
    prompt: [ply],
    completion: [1],
    logprobs: [0],
    allowed: [isFree ? null : [1]],
    reward,
  })
  const turns = [turn(0, 9, false), turn(1, 1, true), turn(2, 2, false), turn(3, 3, true), turn(4, 4, false)]
  const values = new Map(turns.map((each) => [each, each.ply]))
  const given = { model: 'learner', step: 0, steps: 1, vocabularySize: 3, values }
  const found = gae({ lambda: 0, forced: 'left out' }).estimate([episode(0, turns, 7)], null, given).turns
  expect(found.map(({ turn, advantage }) => [turn.ply, advantage])).toEqual([
    // 1 + 2 earned, 3 expected next, 1 expected here; 3 + 4 earned, nothing next, 3 expected here.
    [1, 5],
    [3, 4],
  ])
})

describe('the loss of values', async () => {
  const count = 3
  const column = (name: string) => input(name, 'float32', [count])
  const [values, valueTarget, valueBefore, valueWeight] = ['v', 't', 'b', 'w'].map(column) as [
    ReturnType<typeof column>,
    ReturnType<typeof column>,
    ReturnType<typeof column>,
    ReturnType<typeof column>,
  ]
  const valueTotal = input('n', 'float32', [])
  const given = { valueTarget, valueBefore, valueWeight, valueTotal }
  const built = valueLoss(values, given, { coefficient: 0.25, clip: 0.2 })
  const program = await compile({
    inputs: [values, valueTarget, valueBefore, valueWeight, valueTotal],
    outputs: { ...built, gradient: gradients(built.loss, [values])[0]! },
    threads: 1,
  })
  const real = fc.double({ min: -2, max: 2, noNaN: true }).map(Math.fround)
  const row = fc.record({ v: real, t: real, b: real, w: fc.constantFrom(0, 1, 2.5) })

  property.prop([fc.array(row, { minLength: count, maxLength: count })])('is its formula', async (rows) => {
    const feed = (key: 'v' | 't' | 'b' | 'w') => Float32Array.from(rows.map((each) => each[key]))
    const found = await program.run({
      v: feed('v'),
      t: feed('t'),
      b: feed('b'),
      w: feed('w'),
      n: Float32Array.of(4),
    })
    const errors = rows.map(({ v, t, b }) => {
      const clipped = b + Math.max(-0.2, Math.min(0.2, v - b))
      return Math.max((v - t) ** 2, (clipped - t) ** 2)
    })
    const mean = rows.reduce((sum, { w }, i) => sum + w * errors[i]!, 0) / 4
    expect((found['loss']!.data as Float32Array)[0]).toBeCloseTo(0.25 * mean, 4)
    expect((found['valueLoss']!.data as Float32Array)[0]).toBeCloseTo(mean, 4)
    for (const [i, slope] of (found['gradient']!.data as Float32Array).entries()) {
      const { v, t, b, w } = rows[i]!
      if (Math.abs(Math.abs(v - b) - 0.2) < 1e-3 || Math.abs((v - t) ** 2 - errors[i]!) > 1e-9) continue
      if (Math.abs(v - b) < 0.2 || errors[i]! > (b + Math.sign(v - b) * 0.2 - t) ** 2 + 1e-6)
        expect(slope).toBeCloseTo((0.25 * w * 2 * (v - t)) / 4, 4)
    }
  })

  test('values are a linear function of the state, whatever its size', async () => {
    const [width, tokens] = [3, 2]
    const [hidden, rows, head] = [
      input('hidden', 'float32', [tokens, width]),
      input('rows', 'int32', [2]),
      input('head', 'float32', [width + 1]),
    ] as const
    const read = await compile({
      inputs: [hidden, rows, head],
      outputs: { values: valuesAt(hidden, rows, head) },
      threads: 1,
    })
    const { values: found } = await read.run({
      hidden: Float32Array.of(1, 2, 2, 10, 20, 20),
      rows: Int32Array.of(1, 0),
      head: Float32Array.of(1, -1, 0.5, 7),
    })
    // (1, 2, 2) has a root mean square of √3.
    for (const value of found!.data as Float32Array)
      expect(value).toBeCloseTo(7 + (1 - 2 + 1) / Math.sqrt(3), 4)
  })
})
