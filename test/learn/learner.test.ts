import { stream } from 'coevo/core'
import {
  learner,
  magneticMirrorDescent,
  ppo,
  reinforce,
  rloo,
  type Episode,
  type Objective,
} from 'coevo/learn'
import { describe, expect, test } from 'vitest'
import { decision, decoderModel, probabilities } from './decoder-model.ts'

const prompts = [
  [2, 3],
  [2, 4],
]
const actions = [5, 6]

/** One-step episodes: after the first prompt the first action is worth 1, after the second the other. */
async function bandit(
  model: ReturnType<typeof decoderModel>,
  step: number,
  games: number,
): Promise<Episode[]> {
  const policy = await Promise.all(prompts.map((prompt) => probabilities(model, prompt, actions)))
  return Array.from({ length: games }, (_, session) => {
    const random = stream('bandit', step, session)
    const which = random.int(2)
    const choice = random.categorical(policy[which]!)
    const turn = decision(prompts[which]!, actions[choice]!, actions, Math.log(policy[which]![choice]!))
    return {
      session,
      game: 'bandit',
      roles: [
        {
          role: 'player-0',
          model: 'learner',
          turns: [turn],
          return: choice === which ? 1 : -1,
          illegal: 0,
          parseFailures: 0,
        },
      ],
      end: 'finished',
    }
  })
}

const context = { name: 'learner', seed: 1, steps: 20 }

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
})
