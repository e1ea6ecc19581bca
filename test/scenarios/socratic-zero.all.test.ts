import { run } from 'coevo/scenario'
import socraticZero from 'coevo/scenarios/socratic-zero'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('socratic')

const small = { rounds: 2, collecting: 1, questions: 24, attempts: 4, updates: 2, warm: 0.02, posing: 0.01 }

describeScenario(socraticZero, { options: small })

describe('socratic-zero', () => {
  it('learns nothing while it collects, and nothing but the seeds where none join', async () => {
    const { metrics, run: folder } = await run(socraticZero, {
      seed: 2,
      out,
      options: { ...small, curriculum: 'static' },
    })
    expect(metrics).toMatchObject({ 'teacher/added': 0, 'generator/updates': 0 })
    const store = openRun(folder)
    expect(store.metrics('solver/updates').map(({ value }) => value)).toEqual([0, 2])
    store.close()
  })

  it('has a model teach', async () => {
    const { metrics } = await run(socraticZero, {
      seed: 2,
      out,
      options: { ...small, teacher: 'model' },
    })
    expect(metrics['teacher/ruled']).toBe(0)
    expect(metrics['teacher/valid']).toBeLessThan(1)
  })
})
