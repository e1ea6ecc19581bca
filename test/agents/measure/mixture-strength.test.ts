import { mixtureStrength } from 'coevo/agents/measure/mixture-strength'
import { kuhnPoker as game } from 'coevo/games/kuhn-poker'
import { localModel, type Model } from 'coevo/model'
import { fictitious, openPopulation } from 'coevo/population'
import { expect, test } from 'vitest'

const makeModel = localModel({ vocabulary: game.vocabulary, size: 'nano' })
const [model, ...others] = [makeModel(1), makeModel(2), makeModel(3)] as const

/** Measures a learner whose population has these members, all alike. */
async function strengthWith(members: readonly Model[]) {
  const population = openPopulation({ rule: fictitious() })
  for (const i of members.keys()) population.add({ id: `v${i}`, step: i })
  const versions = new Map(members.map((member, i) => [`v${i}`, member]))
  const strength = mixtureStrength({ game, model: 'policy', population, versions })
  const metrics = await strength.evaluate({ models: { policy: model }, seed: 1, concurrency: 1 })
  return { mixture: metrics.nashConv!, learner: metrics['nashConv/oracle']! }
}

test('without members, and with copies of itself alone, a mixture is the learner', async () => {
  const { mixture, learner } = await strengthWith([])
  expect(mixture).toBe(learner)
  expect((await strengthWith([model, model])).mixture).toBeCloseTo(learner, 9)
})

test('of others, a mixture is closer to equilibrium than they are on average', async () => {
  const [first, second] = await Promise.all(
    others.map(async (other) => (await strengthWith([other])).mixture),
  )
  const { mixture, learner } = await strengthWith(others)
  expect(mixture).toBeLessThan((first! + second!) / 2)
  expect(learner).toBe((await strengthWith([])).learner)
})
