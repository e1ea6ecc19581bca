import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resume, run, type RunSettings } from 'coevo/scenario'
import tscl from 'coevo/scenarios/tscl'
import { afterAll, describe, expect, it } from 'vitest'

const out = mkdtempSync(join(tmpdir(), 'coevo-tscl-'))
afterAll(() => rmSync(out, { recursive: true }))

const small = { steps: 4, problems: 32, batch: 16, digits: 3 }
const start = (options: Readonly<Record<string, string | number>> = {}, settings: RunSettings = {}) =>
  run(tscl, { seed: 3, out, options: { ...small, ...options }, ...settings })

describe('tscl', () => {
  it('goes on to the same digest where it was stopped, whatever the concurrency', async () => {
    const whole = await start({}, { concurrency: 3 })
    const stop = new AbortController()
    const halted = await start(
      {},
      { signal: stop.signal, onEvent: (event) => event.type === 'step' && event.step === 2 && stop.abort() },
    )
    expect(halted).toMatchObject({ finished: false, steps: 2 })
    expect((await resume(tscl, { folder: halted.run })).digest).toBe(whole.digest)
    expect(whole.metrics).toMatchObject({ games: 32, 'student/updates': 2 })
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
