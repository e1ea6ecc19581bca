import { resume, run } from 'coevo/scenario'
import socraticZero from 'coevo/scenarios/socratic-zero'
import { openRun } from 'coevo/store'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('socratic')

const small = { rounds: 2, collecting: 1, questions: 24, attempts: 4, updates: 2, warm: 0.02, posing: 0.01 }

describe('socratic-zero', () => {
  it('goes on to the same digest where it was stopped, whatever the concurrency', async () => {
    const whole = await run(socraticZero, { seed: 2, out, options: small, concurrency: 7 })
    expect(whole.measures).toMatchObject({ 'accuracy (mean@8)': expect.any(Number) as number })
    expect(whole.metrics).toMatchObject({ games: 24, 'teacher/valid': 1, 'solver/updates': 2 })
    const stop = new AbortController()
    const halted = await run(socraticZero, {
      seed: 2,
      out,
      options: small,
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 1 && stop.abort(),
    })
    expect(halted.finished).toBe(false)
    expect((await resume(socraticZero, { folder: halted.run })).digest).toBe(whole.digest)
  })

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
