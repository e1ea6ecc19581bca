import { run } from 'coevo/scenario'
import score from 'coevo/scenarios/score'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('score')

const small = { steps: 3, problems: 4, attempts: 2, warmUp: 0.01 }

describeScenario(score, { options: small })

describe('score', () => {
  it('shows the first answer at the second attempt, and rewards each by itself', async () => {
    const { metrics, run: folder } = await run(score, { seed: 2, out, record: 'all', options: small })
    const { 'accuracy/first': first, 'accuracy/second': second, gain, repaired, spoiled } = metrics
    expect(gain).toBeCloseTo(second! - first!, 12)
    expect(gain).toBeCloseTo(repaired! - spoiled!, 12)
    const store = openRun(folder)
    for (const { roles } of store.episodes()) {
      const { turns } = roles[0]!
      expect(turns).toHaveLength(2)
      for (const { reward } of turns) expect([0, 1]).toContain(reward)
      const [question, again] = turns.map(({ prompt }) => prompt)
      expect(again!.slice(1, 1 + question!.length)).toEqual(question)
      expect(again!.length).toBeGreaterThan(question!.length + 2)
    }
    store.close()
  })

  it.each(['rl', 'star', 'star-plus'])('has its baseline %s on the same work', async (method) => {
    const { metrics } = await run(score, {
      seed: 2,
      out,
      record: 'all',
      options: { ...small, method, steps: 1 },
    })
    expect(metrics['games']).toBe(8)
    expect('solver/kl' in metrics).toBe(method === 'rl')
    expect('solver/corrections' in metrics).toBe(method !== 'rl')
  })
})
