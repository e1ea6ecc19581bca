import { describe, expect, it } from 'vitest'
import { resume, run, type RunResult, type RunSettings } from 'coevo/scenario'
import { openRun } from 'coevo/store'
import kuhnEquilibrium from 'coevo/scenarios/kuhn-equilibrium'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('kuhn')

const options = { steps: 12, games: 128 }
const start = (settings: RunSettings = {}) =>
  run(kuhnEquilibrium, { seed: 7, out, record: 'all', options, ...settings })

/** A result without what the clock and the place say. */
const timeless = (result: RunResult) => ({
  ...result,
  seconds: 0,
  gamesPerSecond: 0,
  trainTokensPerSecond: 0,
  run: '',
})

describe('kuhn-equilibrium', () => {
  it('brings NashConv down, and gives the same whatever the concurrency and the interruptions', async () => {
    const whole = await start({ concurrency: 64 })
    expect(whole.nashConv!.first).toBeGreaterThan(0.7)
    expect(whole.nashConv!.last).toBeLessThan(0.6 * whole.nashConv!.first)
    expect(whole.metrics).toMatchObject({ 'player-0/illegal': 0, 'player-1/parseFailures': 0, games: 128 })
    expect(whole.metrics['policy/entropy']).toBeLessThan(Math.log(2))

    const stop = new AbortController()
    const halted = await start({
      concurrency: 256,
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 5 && stop.abort(),
    })
    expect(halted).toMatchObject({ finished: false, steps: 5 })
    const resumed = await resume(kuhnEquilibrium, { folder: halted.run })
    expect(timeless(resumed)).toEqual(timeless(whole))

    const store = openRun(whole.run)
    const types = store.journal('128').map(({ type }) => type)
    store.close()
    expect(types.slice(0, 3)).toEqual(['start', 'start', 'turn'])
    expect(types.slice(-2)).toEqual(['end', 'end'])
  })
})
