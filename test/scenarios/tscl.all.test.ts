import { run } from 'coevo/scenario'
import tscl from 'coevo/scenarios/tscl'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('tscl')

const small = { steps: 4, problems: 32, batch: 16, digits: 3 }
const start = (options: Readonly<Record<string, string | number>> = {}) =>
  run(tscl, { seed: 3, out, options: { ...small, ...options } })

describeScenario(tscl, { options: small })

describe('tscl', () => {
  it('learns in passes of its epoch', async () => {
    expect((await start()).metrics).toMatchObject({ games: 32, 'student/updates': 2 })
  })

  it.each(['online', 'naive', 'window', 'combined', 'mixed', 'uniform'])(
    'lets %s choose lengths by a test of every one',
    async (teacher) => {
      const { metrics } = await start({ teacher, steps: 1 })
      const odds = [1, 2, 3].map((digits) => metrics[`curriculum/${digits}-digits`]!)
      expect(odds.reduce((sum, each) => sum + each)).toBeCloseTo(1, 12)
      // A fresh student masters nothing: stages begin with the shortest.
      if (['combined', 'mixed'].includes(teacher)) expect(odds).toEqual([1, 0, 0])
      if (teacher === 'uniform') expect(new Set(odds).size).toBe(1)
    },
  )
})
