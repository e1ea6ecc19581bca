import { stream } from 'coevo/core'
import {
  defineObjective,
  dpo,
  gspo,
  ipo,
  learner,
  packPairs,
  ppo,
  preferences,
  rloo,
  topr,
  type AdvantageEstimator,
  type Episode,
  type Turn,
  type TurnObjective,
} from 'coevo/learn'
import { div, mul, neg, sub, sum } from 'coevo/tensor'
import { describe, expect, test } from 'vitest'
import { decide, decoderModel, probabilities } from './decoder-model.ts'

const prompts = [
  [2, 3],
  [2, 4],
]
const actions = [5, 6]
const context = { name: 'learner', seed: 1, steps: 20 }

function episode(session: number, turn: Turn, value: number): Episode {
  const role = {
    role: 'solver',
    model: 'learner',
    turns: [turn],
    return: value,
    illegal: 0,
    parseFailures: 0,
  }
  return { session, game: 'bandit', roles: [role], end: 'finished' }
}

/** After the first prompt the first action is right, after the second the other. */
async function bandit(
  model: ReturnType<typeof decoderModel>,
  step: number,
  games: number,
): Promise<Episode[]> {
  const asked = Array.from({ length: games }, (_, session) => prompts[session % 2]!)
  const turns = await decide(model, asked, actions, `bandit ${step}`)
  return turns.map((turn, session) =>
    episode(session, turn, turn.completion[0] === actions[session % 2] ? 1 : -1),
  )
}

/** Attempts at few prompts, of several lengths, open and constrained. */
function varied(count: number, step = 0): Episode[] {
  return Array.from({ length: count }, (_, session) => {
    const random = stream('varied', step, session)
    const completion = Array.from({ length: 1 + random.int(4) }, () => 2 + random.int(10))
    const turn: Turn = {
      ply: 0,
      prompt: [2, 3, 4].slice(0, 1 + (session % 3)),
      completion,
      logprobs: completion.map(() => -1 - random.uniform()),
      allowed: completion.map((chosen) => (random.int(2) === 0 ? null : [...new Set([chosen, 0, 7])])),
    }
    return episode(session, turn, random.int(3) - 1)
  })
}

/** Returns as they are. */
const raw: AdvantageEstimator<null> = {
  name: 'raw',
  initial: () => null,
  estimate: (episodes, state) => ({
    turns: episodes.map(({ roles }) => ({
      turn: roles[0]!.turns[0]!,
      advantage: roles[0]!.return,
      weight: 1,
    })),
    state,
    metrics: {},
  }),
}

const makers = {
  gspo: () =>
    learner({
      estimator: rloo(),
      objective: gspo({ clipLow: 0.2, clipHigh: 0.2 }),
      learningRate: 0.01,
      epochs: 4,
    }),
  topr: () => learner({ estimator: raw, objective: topr(), learningRate: 0.01, epochs: 4 }),
  dpo: () =>
    learner({
      estimator: preferences({ cap: 16 }),
      objective: dpo({ beta: 0.5 }),
      reference: 'initial',
      learningRate: 0.01,
      epochs: 4,
    }),
  ipo: () =>
    learner({
      estimator: preferences({ cap: 16 }),
      objective: ipo({ tau: 0.1 }),
      reference: { every: 5 },
      learningRate: 0.01,
      epochs: 4,
    }),
}

describe('learning from whole turns and from pairs', () => {
  for (const [name, make] of Object.entries(makers))
    test(`a decoder learns the better action of a one-step task by ${name}`, async () => {
      const model = decoderModel(1)
      const trained = make()(model, context)
      for (let step = 0; step < 15; step++) await trained.learn(await bandit(model, step, 32))
      expect((await probabilities(model, prompts[0]!, actions))[0]).toBeGreaterThan(0.85)
      expect((await probabilities(model, prompts[1]!, actions))[1]).toBeGreaterThan(0.85)
    })

  test('DPO raises the winner against the loser, and says so', async () => {
    const model = decoderModel(2)
    const [winner, loser] = [varied(9)[0]!, varied(9)[3]!].map(({ roles }) => roles[0]!.turns[0]!)
    const batch = [episode(0, winner!, 1), episode(1, loser!, 0)]
    const gap = async () => {
      const scores = await model.score(
        [winner!, loser!].map(({ prompt, completion }) => ({ prompt, completion })),
      )
      const [won, lost] = scores.map(({ logprobs }) => logprobs.reduce((a, b) => a + b, 0))
      return won! - lost!
    }
    const open = batch.map((each) => ({
      ...each,
      roles: each.roles.map((role) => ({
        ...role,
        turns: role.turns.map((turn) => ({ ...turn, allowed: turn.completion.map(() => null) })),
      })),
    }))
    const before = await gap()
    const trained = learner({
      estimator: preferences(),
      objective: dpo({ beta: 1 }),
      reference: 'initial',
      learningRate: 0.005,
    })(model, context)
    const first = await trained.learn(open)
    expect(first).toMatchObject({ pairs: 1, 'groups/paired': 1, turns: 2, beta: 1 })
    expect(first.margin).toBeCloseTo(0, 4)
    expect(first.loss).toBeCloseTo(Math.LN2, 4)
    for (let step = 0; step < 5; step++) await trained.learn(open)
    const last = await trained.learn(open)
    expect(last.accuracy).toBe(1)
    expect(await gap()).toBeGreaterThan(before + 1)
    // The reported margin is that of the step's beginning.
    expect(last.margin).toBeLessThan((await gap()) - before)
    expect(last.winnerLogRatio - last.loserLogRatio).toBeCloseTo(last.margin, 4)
  })

  test('TOPR on a turn alone is REINFORCE on the whole turn', async () => {
    const sequence = defineObjective({
      name: 'sequence-reinforce',
      unit: 'turn',
      inputs: ['logp', 'advantage', 'weight', 'turnWeight'],
      scalars: {},
      build: ({ logp, advantage, weight, turnWeight }) => ({
        loss: neg(div(sum(mul(weight, mul(advantage, logp))), turnWeight)),
        metrics: {},
      }),
    })
    const right = varied(12).map((each) => ({ ...each, roles: [{ ...each.roles[0]!, return: 1 }] }))
    const weights = [topr(), sequence].map(async (objective) => {
      const model = decoderModel(4)
      await learner({ estimator: raw, objective, learningRate: 0.01 })(model, context).learn(right)
      return model.weights.current
    })
    const [one, other] = await Promise.all(weights)
    for (const [i, weight] of one!.entries()) expect(weight).toBeCloseTo(other![i]!, 6)
  })
})

describe('a minibatch that does not fit one graph', () => {
  const limits = { tokens: 24, logits: 100 }
  const objectives: TurnObjective[] = [gspo({ clipLow: 0.2, clipHigh: 0.2 }), topr()]
  for (const objective of objectives)
    test(`has the same gradient in parts: ${objective.name}`, async () => {
      const [whole, cut] = [decoderModel(7), decoderModel(7)]
      const options = { estimator: raw, objective, learningRate: 0.01, epochs: 2 }
      const expected = await learner(options)(whole, context).learn(varied(12))
      const found = await learner({ ...options, limits })(cut, context).learn(varied(12))
      for (const name of Object.keys(expected)) expect(found[name]).toBeCloseTo(expected[name]!, 4)
      for (const [i, weight] of cut.weights.current.entries())
        expect(weight).toBeCloseTo(whole.weights.current[i]!, 4)
    })

  test('has the same gradient in parts: dpo', async () => {
    const [whole, cut] = [decoderModel(7), decoderModel(7)]
    const options = {
      estimator: preferences(),
      objective: dpo(),
      reference: 'initial',
      learningRate: 0.01,
    } as const
    const [one, other] = [learner(options)(whole, context), learner({ ...options, limits })(cut, context)]
    for (let step = 0; step < 2; step++) {
      const expected = await one.learn(varied(12, step))
      const found = await other.learn(varied(12, step))
      expect(expected['pairs']).toBeGreaterThan(5)
      // At the first step there is no margin, and its sign means nothing.
      const { accuracy: _, ...rest } = expected
      for (const name of Object.keys(rest)) expect(found[name]).toBeCloseTo(rest[name]!, 4)
    }
    for (const [i, weight] of cut.weights.current.entries())
      expect(weight).toBeCloseTo(whole.weights.current[i]!, 4)
  })
})

test('pairs are split into minibatches as turns are', async () => {
  const options = {
    estimator: preferences(),
    objective: dpo(),
    reference: 'initial',
    learningRate: 0.01,
  } as const
  const trained = learner({ ...options, epochs: 2, minibatches: 3 })(decoderModel(7), context)
  const metrics = await trained.learn(varied(12))
  expect(metrics.updates).toBe(6)
  expect(metrics['pairs']).toBeGreaterThan(5)
})

test('detached ln-probabilities have no gradient, of tokens or of turns', async () => {
  for (const unit of ['token', 'turn'] as const) {
    const objective = defineObjective({
      name: 'still',
      unit,
      inputs: ['logp', 'detachedLogp', 'weight'],
      scalars: {},
      build: ({ logp, detachedLogp, weight }) => ({
        loss: sum(mul(weight, detachedLogp)),
        metrics: { logp: sum(mul(weight, logp)) },
      }),
    })
    const model = decoderModel(7)
    const before = model.weights.current.slice()
    const { loss, gradientNorm, logp } = await learner({ estimator: raw, objective, learningRate: 0.1 })(
      model,
      context,
    ).learn(varied(6))
    expect(loss).toBe(logp)
    expect(loss).toBeLessThan(-1)
    expect(gradientNorm).toBe(0)
    expect(model.weights.current).toEqual(before)
  }
})

describe('pairs that share turns', () => {
  test('have the loss and gradient of pairs apart', async () => {
    const batch = varied(12)
    const { pairs } = preferences().estimate(batch, null, {
      ...context,
      model: 'learner',
      step: 0,
      vocabularySize: 12,
    })
    expect(packPairs(pairs).turns).toBeLessThan(2 * pairs.length)
    // Told apart by a logprob that DPO does not read, so that nothing is shared.
    const apart = pairs.map((pair, i) => {
      const own = (turn: Turn) => ({ ...turn, logprobs: turn.logprobs.map((logprob) => logprob - i) })
      return { ...pair, winner: own(pair.winner), loser: own(pair.loser) }
    })
    expect(packPairs(apart).segments).toHaveLength(2 * pairs.length)
    const trained = async (some: typeof pairs) => {
      const model = decoderModel(3)
      const estimator = { ...preferences(), estimate: () => ({ pairs: some, state: null, metrics: {} }) }
      const made = learner({ estimator, objective: dpo(), reference: 'initial', learningRate: 0.01 })
      const { loss, gradientNorm } = await made(model, context).learn(batch)
      return { loss, gradientNorm, weights: model.weights.current }
    }
    const [shared, separate] = [await trained(pairs), await trained(apart)]
    expect(shared.loss).toBeCloseTo(separate.loss, 5)
    expect(shared.gradientNorm).toBeCloseTo(separate.gradientNorm, 5)
    for (const [i, weight] of shared.weights.entries()) expect(weight).toBeCloseTo(separate.weights[i]!, 4)
  })
})

describe('what does not fit together', () => {
  const rate = { learningRate: 0.1, reference: 'initial' } as const

  test('does not compile, and is refused', () => {
    // @ts-expect-error: preferences give pairs, and PPO is about tokens.
    expect(() => learner({ estimator: preferences(), objective: ppo(), ...rate })).toThrow(
      'preferences gives pairs, but ppo is about tokens',
    )
    // @ts-expect-error: RLOO gives turns, and DPO is about pairs.
    expect(() => learner({ estimator: rloo(), objective: dpo(), ...rate })).toThrow(
      'rloo gives turns, but dpo is about pairs',
    )
    // @ts-expect-error: DPO reads the reference, and there is none.
    expect(() => learner({ estimator: preferences(), objective: dpo(), learningRate: 0.1 })).toThrow(
      'dpo reads winnerReferenceLogp, but the learner keeps no reference',
    )
    learner({ estimator: rloo(), objective: gspo(), ...rate })
  })

  test('an objective over turns reads no tensors of tokens or pairs', () => {
    const empty = { scalars: {}, build: () => ({ loss: neg(1 as never), metrics: {} }) }
    // @ts-expect-error: a turn has no distribution over tokens.
    defineObjective({ name: 'a', unit: 'turn', inputs: ['logp', 'logProbabilities'], ...empty })
    // @ts-expect-error: a pair has two ln-probabilities.
    defineObjective({ name: 'b', unit: 'pair', inputs: ['logp'], ...empty })
    // @ts-expect-error: a token has no length.
    defineObjective({ name: 'c', inputs: ['length'], ...empty })
    defineObjective({
      name: 'd',
      unit: 'pair',
      inputs: ['winnerLogp', 'loserLogp'],
      scalars: {},
      // @ts-expect-error: the weight is not listed.
      build: ({ winnerLogp, loserLogp, weight }) => ({
        loss: sum(mul(weight, sub(winnerLogp, loserLogp))),
        metrics: {},
      }),
    })
    expect.assertions(0)
  })
})
