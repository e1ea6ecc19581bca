import { run } from 'coevo/scenario'
import spar from 'coevo/scenarios/spar'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('spar')

const small = {
  steps: 3,
  instructions: 4,
  responses: 3,
  judgements: 3,
  branch: 2,
  depth: 2,
  updates: 2,
  tests: 8,
  warmUp: 0.01,
  skill: 0.01,
}

describeScenario(spar, { options: small })

describe('spar', () => {
  it('prefers a refinement to the response that it refines, and has the refiner imitate itself', async () => {
    const { metrics, run: folder } = await run(spar, {
      seed: 2,
      out,
      record: 'all',
      options: { ...small, steps: 1 },
    })
    const store = openRun(folder)
    const episodes = [...store.episodes()]
    store.close()
    expect(episodes).toHaveLength(12)
    let repaired = 0
    for (const { roles } of episodes) {
      const [actor, refiner] = roles
      const [response, refinement] = actor!.turns
      expect(refiner!.turns.length).toBeGreaterThanOrEqual(3)
      if (refinement === undefined) continue
      repaired++
      expect([response!.reward, refinement.reward]).toEqual([0, 1])
      expect(refinement.prompt).toEqual(response!.prompt)
      expect(refinement.completion).not.toEqual(response!.completion)
    }
    expect(metrics).toMatchObject({ 'actor/pairs': repaired })
  })

  it('may pair independent responses, and may leave the refiner as it is', async () => {
    const options = { ...small, steps: 1, pairs: 'independent', refiner: 'frozen' }
    const { metrics } = await run(spar, { seed: 2, out, record: 'all', options })
    expect(metrics).toHaveProperty('actor/pairs')
    expect(Object.keys(metrics)).not.toContain('refiner/loss')
  })
})
