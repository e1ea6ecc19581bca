import {
  byResponse,
  cispo,
  dapo,
  grpo,
  grpoObjective,
  learner,
  reinforcePlusPlus,
  returns,
  rewardWeighted,
  rloo,
  sft,
  type AdvantageEstimator,
  type Episode,
  type Objective,
} from 'coevo/learn'
import { describe, expect, test } from 'vitest'
import { decide, decoderModel, probabilities } from '../decoder-model.ts'

const prompts = [
  [2, 3],
  [2, 4],
]
const actions = [5, 6]
const context = { name: 'learner', seed: 1, steps: 20 }

/** One-step episodes: after the first prompt the first action is worth 1, after the second the other. */
async function bandit(model: ReturnType<typeof decoderModel>, step: number): Promise<Episode[]> {
  const asked = Array.from({ length: 32 }, (_, session) => prompts[session % 2]!)
  const turns = await decide(model, asked, actions, `bandit ${step}`)
  return turns.map((turn, session) => {
    const right = turn.completion[0] === actions[session % 2]
    const counts = { illegal: 0, parseFailures: 0 }
    const role = { role: 'solver', model: 'learner', turns: [turn], return: right ? 1 : 0, ...counts }
    return { session, game: `arm-${session % 2}`, roles: [role], end: 'finished' }
  })
}

/** Trains a fresh decoder and returns the probability of the better action after each prompt. */
async function trained(estimator: AdvantageEstimator<null>, objective: Objective): Promise<number[]> {
  const model = decoderModel(1)
  const options = { estimator, objective, learningRate: 0.01, epochs: 4, reference: 'initial' as const }
  const pupil = learner(options)(model, context)
  for (let step = 0; step < 15; step++) await pupil.learn(await bandit(model, step))
  return Promise.all(prompts.map(async (prompt, i) => (await probabilities(model, prompt, actions))[i]!))
}

describe('a decoder learns the better action of a one-step task by', () => {
  const byArm = { cells: ({ game }: Episode) => game }
  const ways: Record<string, [AdvantageEstimator<null>, Objective]> = {
    'rejection sampling': [returns({ dropZero: true }), sft()],
    'reward-weighted regression': [rewardWeighted({ temperature: 0.3 }), sft()],
    GRPO: [byResponse(grpo()), grpoObjective({ kl: { coefficient: 0.01 } })],
    DAPO: [grpo({ dropUniform: true }), dapo()],
    'CISPO after TRR++': [reinforcePlusPlus(byArm), cispo()],
  }
  for (const [name, [estimator, objective]] of Object.entries(ways))
    test(name, async () => {
      for (const probability of await trained(estimator, objective)) expect(probability).toBeGreaterThan(0.9)
    })
})

test('a strong pull to the reference holds the policy near where it began', async () => {
  const first = decoderModel(1)
  const pulled = await trained(rloo(), grpoObjective({ kl: { coefficient: 10 } }))
  for (const [i, prompt] of prompts.entries()) {
    const before = (await probabilities(first, prompt, actions))[i]!
    expect(Math.abs(pulled[i]! - before)).toBeLessThan(0.2)
  }
})
