import { run } from 'coevo/scenario'
import heimdall from 'coevo/scenarios/heimdall'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('heimdall')

const small = { length: 2, steps: 3, problems: 8, answers: 4, checks: 3, solving: 0.9, verifying: 0.1 }
const start = async (options: Readonly<Record<string, string | number | boolean>>) => {
  const result = await run(heimdall, {
    seed: 2,
    out,
    record: 'all',
    options: { ...small, steps: 1, ...options },
  })
  const store = openRun(result.run)
  const episodes = [...store.episodes()]
  store.close()
  return { metrics: result.metrics, episodes }
}

describeScenario(heimdall, { options: small })

describe('heimdall', () => {
  it('rewards each verdict by the truth, and learns where solutions differ', async () => {
    const { metrics, episodes } = await start({})
    const audits = episodes.map(({ roles: [solver, poser, verifier] }) => {
      expect(poser).toMatchObject({ role: 'generator', model: null, policy: 'poser' })
      for (const { reward } of verifier!.turns) expect([1, -1]).toContain(reward)
      expect(verifier!.turns).toHaveLength(small.answers)
      return new Set(solver!.turns.map(({ reward }) => reward)).size
    })
    const contested = audits.filter((rewards) => rewards > 1).length
    expect(contested).toBeGreaterThan(0)
    expect(metrics['verifier/contested']).toBeCloseTo(contested / small.problems, 12)
    expect(metrics['verifier/turns']).toBe(contested * small.answers)
    expect(metrics['solver/loss']).toBeUndefined()
  })

  it('has its baselines on the same audits', async () => {
    const [method, unfiltered, imitation] = [
      await start({}),
      await start({ filter: false }),
      await start({ method: 'imitation' }),
    ]
    expect(unfiltered.metrics['verifier/turns']).toBe(small.problems * small.answers)
    const said = (episodes: typeof method.episodes, role: number) =>
      episodes.map(({ roles }) => roles[role]!.turns.map(({ prompt, completion }) => [prompt, completion]))
    for (const { episodes } of [unfiltered, imitation])
      for (const role of [0, 2]) expect(said(episodes, role)).toEqual(said(method.episodes, role))
    expect(imitation.metrics['verifier/contested']).toBe(method.metrics['verifier/contested'])
  })

  it('measures a choice beside the majority of the same answers', async () => {
    const { pessimistic, majority, gain } = (await start({})).metrics
    expect(gain).toBeCloseTo(pessimistic! - majority!, 12)
  })
})
