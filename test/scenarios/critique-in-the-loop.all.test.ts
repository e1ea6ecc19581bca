import { run } from 'coevo/scenario'
import critique from 'coevo/scenarios/critique-in-the-loop'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('critique')

const small = { steps: 3, questions: 16, responses: 2, epochs: 2, minibatches: 2, warmUp: 0.01 }
const start = async (options: Readonly<Record<string, string | number>>) => {
  const result = await run(critique, { seed: 2, out, record: 'all', options: { ...small, ...options } })
  const store = openRun(result.run)
  const episodes = [...store.episodes()]
  store.close()
  return { result, episodes }
}

describeScenario(critique, { options: small })

describe('critique-in-the-loop', () => {
  it('lets what was put right stand as an answer, too', async () => {
    const { result, episodes } = await start({ steps: 1 })
    expect(result.metrics).toMatchObject({ games: 32 })
    for (const { roles } of episodes) {
      const [solver, critic] = roles
      expect(critic).toMatchObject({ role: 'critic', model: null, policy: 'exact-critic' })
      const [first, second, refined] = solver!.turns
      if (first!.reward === 1) expect(solver!.turns).toHaveLength(1)
      else expect(refined).toEqual({ ...second, ply: second!.ply + 1, prompt: first!.prompt })
    }
  })

  it('explores without a critic on as many questions, and goes on from its last weights', async () => {
    const { result, episodes } = await start({ method: 'rejection', start: 'last', steps: 2 })
    expect(result.metrics).toMatchObject({ games: 32 })
    for (const { roles } of episodes) {
      const prompts = roles[0]!.turns.map(({ prompt }) => prompt.join())
      expect(new Set(prompts).size).toBe(1)
    }
  })

  it('may have a critic that is a model, which nobody trains', async () => {
    const { result, episodes } = await start({ critic: 'learned', steps: 1 })
    expect(Object.keys(result.metrics)).not.toContain('critic/loss')
    expect(episodes[0]!.roles.find(({ role }) => role === 'critic')).toMatchObject({ model: 'critic' })
  })
})
