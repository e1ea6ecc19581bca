import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stream } from 'coevo/core'
import {
  learner,
  magneticMirrorDescent,
  ppo,
  rae,
  reinforce,
  rloo,
  type Episode,
  type LearnerOptions,
  type Objective,
  type Turn,
} from 'coevo/learn'
import { describe, expect, test } from 'vitest'
import { decide, decoderModel, probabilities } from './decoder-model.ts'

const prompts = [
  [2, 3],
  [2, 4],
]
const actions = [5, 6]
const context = { name: 'learner', seed: 1, steps: 20 }

function episode(session: number, turns: readonly Turn[], value: number): Episode {
  const role = { role: 'player-0', model: 'learner', turns, return: value, illegal: 0, parseFailures: 0 }
  return { session, game: 'bandit', roles: [role], end: 'finished' }
}

/** One-step episodes: after the first prompt the first action is worth 1, after the second the other. */
async function bandit(
  model: ReturnType<typeof decoderModel>,
  step: number,
  games: number,
): Promise<Episode[]> {
  const asked = Array.from({ length: games }, (_, session) => prompts[session % 2]!)
  const turns = await decide(model, asked, actions, `bandit ${step}`)
  return turns.map((turn, session) =>
    episode(session, [turn], turn.completion[0] === actions[session % 2] ? 1 : -1),
  )
}

/** Two-turn episodes with prompts and completions of several lengths, open and constrained tokens. */
function varied(count: number, step = 0): Episode[] {
  return Array.from({ length: count }, (_, session) => {
    const random = stream('varied', step, session)
    const token = () => 2 + random.int(10)
    const turns = [0, 1].map((ply): Turn => {
      const completion = Array.from({ length: 1 + random.int(3) }, token)
      return {
        ply,
        prompt: Array.from({ length: 1 + random.int(6) }, token),
        completion,
        logprobs: completion.map(() => -1 - random.uniform()),
        allowed: completion.map((chosen) => (random.int(2) === 0 ? null : [...new Set([chosen, 0, 7])])),
      }
    })
    return episode(session, turns, random.int(5) - 2)
  })
}

const mirror = magneticMirrorDescent({ alpha: { kind: 'geometric', from: 0.3, to: 0.03 }, stepSize: 0.2 })

function start(options: Partial<LearnerOptions<never, never, never>> = {}, objective: Objective = mirror) {
  const model = decoderModel(7)
  const made = learner({ estimator: rae({ dropZero: false }), learningRate: 0.01, ...options, objective })
  return { model, trained: made(model, context) }
}

const bits = (values: Float32Array) => Buffer.from(values.slice().buffer).toString('base64')

describe('learning', () => {
  const objectives: Objective[] = [reinforce(), ppo(), magneticMirrorDescent({ alpha: 0.05, stepSize: 0.5 })]
  for (const objective of objectives)
    test(`a decoder learns the better action of a one-step task by ${objective.name}`, async () => {
      const model = decoderModel(1)
      const trained = learner({ estimator: rloo(), objective, learningRate: 0.01, epochs: 4 })(model, context)
      for (let step = 0; step < 15; step++) await trained.learn(await bandit(model, step, 32))
      expect(model.version).toBe(15)
      expect((await probabilities(model, prompts[0]!, actions))[0]).toBeGreaterThan(0.9)
      expect((await probabilities(model, prompts[1]!, actions))[1]).toBeGreaterThan(0.9)
    })

  test('reports what it did', async () => {
    const { trained } = start({ epochs: 2, minibatches: 3 })
    const metrics = await trained.learn(varied(12))
    expect(metrics).toMatchObject({
      updates: 6,
      turns: 24,
      learningRate: 0.01,
      alpha: 0.3,
      stepSize: 0.2,
    })
    expect(metrics['tokens']).toBe(
      2 * varied(12).flatMap(({ roles }) => roles[0]!.turns.flatMap((t) => t.completion)).length,
    )
    expect(metrics['rows']).toBeGreaterThan(24)
    for (const name of [
      'loss',
      'gradientNorm',
      'entropy',
      'magnetKl',
      'anchorKl',
      'baseline/bandit/player-0',
    ])
      expect(metrics[name]).toSatisfy(Number.isFinite)
  })

  test('the anchor is the policy before the call: its divergence is 0 at the first update and grows', async () => {
    const once = await start().trained.learn(varied(8))
    const often = await start({ epochs: 3 }).trained.learn(varied(8))
    expect(Math.abs(once['anchorKl']!)).toBeLessThan(1e-6)
    expect(often['anchorKl']).toBeGreaterThan(1e-5)
  })
})

describe('the same episodes give the same weights', () => {
  test('bit for bit, in whatever order they finished', async () => {
    const [one, other] = [start({ epochs: 2, minibatches: 2 }), start({ epochs: 2, minibatches: 2 })]
    for (let step = 0; step < 3; step++) {
      await one.trained.learn(varied(10, step))
      await other.trained.learn(varied(10, step).toReversed())
    }
    expect(bits(other.model.weights.current)).toBe(bits(one.model.weights.current))
  })

  test('bit for bit, after a save and a load in between', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'learner-'))
    try {
      const whole = start({ epochs: 2, minibatches: 2 })
      for (let step = 0; step < 4; step++) await whole.trained.learn(varied(10, step))
      const before = start({ epochs: 2, minibatches: 2 })
      for (let step = 0; step < 2; step++) await before.trained.learn(varied(10, step))
      await before.trained.save(folder)
      const after = start({ epochs: 2, minibatches: 2 })
      after.model.weights.current.set(before.model.weights.current)
      await after.trained.load(folder)
      expect(after.trained.snapshot()).toEqual(before.trained.snapshot())
      for (let step = 2; step < 4; step++) await after.trained.learn(varied(10, step))
      expect(bits(after.model.weights.current)).toBe(bits(whole.model.weights.current))
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('but for rounding, when a minibatch does not fit one graph', async () => {
    for (const objective of [reinforce({ normaliser: 'tokens' }), ppo(), mirror] as Objective[]) {
      const whole = start({ epochs: 2 }, objective)
      const cut = start({ epochs: 2, limits: { tokens: 24, logits: 100 } }, objective)
      const expected = await whole.trained.learn(varied(12))
      const found = await cut.trained.learn(varied(12))
      for (const name of Object.keys(expected)) expect(found[name]).toBeCloseTo(expected[name]!, 4)
      const weights = whole.model.weights.current
      for (const [i, weight] of cut.model.weights.current.entries())
        expect(weight).toBeCloseTo(weights[i]!, 4)
    }
  })
})

describe('what goes wrong', () => {
  test('no turns of this model: the weights and the version stay', async () => {
    const { model, trained } = start()
    const before = bits(model.weights.current)
    const foreign = varied(3).map((each) => ({
      ...each,
      roles: each.roles.map((role) => ({ ...role, model: null })),
    }))
    expect(await trained.learn(foreign)).toMatchObject({ updates: 0, turns: 0, tokens: 0, rows: 0, loss: 0 })
    expect(await trained.learn([])).toMatchObject({ updates: 0 })
    expect(bits(model.weights.current)).toBe(before)
    expect(model.version).toBe(0)
  })

  test('a loss that is not finite stops with the weights of before', async () => {
    const { model, trained } = start({ learningRate: 3e38 })
    await trained.learn(varied(4))
    const before = bits(model.weights.current)
    await expect(trained.learn(varied(4))).rejects.toThrow(/loss of model 'learner' is .* at step 1/)
    expect(bits(model.weights.current)).toBe(before)
  })

  test('updates before the one that failed are served', async () => {
    const { model, trained } = start({ learningRate: 3e38, epochs: 2 })
    await expect(trained.learn(varied(4))).rejects.toThrow('at step 0')
    expect(model.version).toBe(1)
  })

  test('a saved learner that does not fit is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'learner-'))
    try {
      const { trained } = start()
      await expect(trained.load(join(folder, 'nowhere'))).rejects.toThrow("nowhere holds no learner's state")
      await trained.save(folder)
      const other = learner({ estimator: rloo(), objective: ppo(), learningRate: 0.1 })(
        decoderModel(1),
        context,
      )
      await expect(other.load(folder)).rejects.toThrow('has the estimator rae, this one rloo')
      await truncate(join(folder, 'moments.f32'), 12)
      await expect(trained.load(folder)).rejects.toThrow('has 12 bytes')
      await writeFile(join(folder, 'learner.json'), '{"counters":')
      await expect(trained.load(folder)).rejects.toThrow('learner.json is damaged')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('options out of range are refused by name', () => {
    expect(() => start({ epochs: 0 })).toThrow('epochs is 0')
    expect(() => start({ minibatches: 1.5 })).toThrow('minibatches is 1.5')
    expect(() => start({ learningRate: { kind: 'linear', from: 1, to: Number.NaN } })).toThrow('learningRate')
    expect(() => start({}, magneticMirrorDescent({ alpha: Infinity, stepSize: 1 }))).toThrow('alpha')
  })
})
