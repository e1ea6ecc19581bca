import { run } from 'coevo/scenario'
import alpGmm from 'coevo/scenarios/alp-gmm'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('alp-gmm')

const small = { steps: 4, problems: 90, length: 3, passes: 2 }
const start = (options: Readonly<Record<string, string | number>> = {}) =>
  run(alpGmm, { seed: 3, out, record: 'all', options: { ...small, ...options } })

describeScenario(alpGmm, { options: small })

describe('alp-gmm', () => {
  it('teaches up to the first mistake, and finds regions of progress', async () => {
    const whole = await start()
    // 250 trials have been seen, so there is a mixture.
    expect(whole.metrics['curriculum/regions/number']).toBeGreaterThanOrEqual(2)
    const store = openRun(whole.run)
    for (const { roles } of store.episodes()) {
      const [student] = roles
      expect(student!.return).toSatisfy((score: number) => score >= 0 && score <= 1)
      expect(student!.turns.map(({ reward }) => reward)).toEqual([1])
    }
    store.close()
  })

  it.each(['riac', 'random', 'oracle', 'covar-gmm'])(
    'has its baseline %s on the same box',
    async (curriculum) => {
      const { metrics } = await start({ curriculum, steps: 1, problems: 16 })
      expect(metrics['games']).toBe(16)
      expect(metrics['curriculum/length/mean']).toSatisfy((mean: number) => mean >= 1.5 && mean <= 3.5)
      expect(metrics['curriculum/steps/spread']).toBeGreaterThan(0)
    },
  )
})
