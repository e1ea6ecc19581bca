import { resume, run } from 'coevo/scenario'
import psro from 'coevo/scenarios/psro'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('psro')

const small = { steps: 10, oracle: 4, games: 48, trials: 40 }

describe('psro', () => {
  it('goes on to the same digest where it was stopped, whatever the concurrency', async () => {
    const whole = await run(psro, { seed: 2, out, options: small, concurrency: 7 })
    expect(whole.metrics).toMatchObject({ 'population/size': 3, 'population/age/newest': 2 })
    const stop = new AbortController()
    const halted = await run(psro, {
      seed: 2,
      out,
      options: small,
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 6 && stop.abort(),
    })
    expect((await resume(psro, { folder: halted.run })).digest).toBe(whole.digest)
  })

  it('leaves the uniform policy far behind, by what its mixture could lose', async () => {
    const course: number[] = []
    const result = await run(psro, {
      seed: 1,
      out,
      options: { steps: 40, oracle: 10, trials: 64 },
      onEvent: (event) => event.type === 'evaluation' && course.push(event.metrics['nashConv']!),
    })
    expect(course[0]).toBeGreaterThan(0.8)
    expect(result.metrics['nashConv']).toBeLessThan(0.6)
  })
})
