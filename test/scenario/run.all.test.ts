import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { resume, run, type RunEvent, type RunSettings } from 'coevo/scenario'
import { openRun } from 'coevo/store'
import { coinScenario, toss } from './fakes.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('run')

const start = (settings: RunSettings & { seed?: number; options?: Record<string, string | number> } = {}) =>
  run(coinScenario, { seed: 1, out, ...settings })

describe('run', () => {
  it('reports what happened, in order, and what came of it', async () => {
    const events: RunEvent[] = []
    const result = await start({ onEvent: (event) => events.push(event), options: { steps: 6 } })
    const course = events.map((event) => event.type + ('step' in event ? event.step : ''))
    expect(course.join(' ')).toBe(
      'start0 evaluation0 step1 step2 step3 checkpoint3 step4 step5 evaluation5 step6 evaluation6 checkpoint6 end',
    )
    expect(result).toMatchObject({ scenario: 'coin', seed: 1, steps: 6, finished: true })
    expect(result.digest).toMatch(/^[0-9a-f]{64}$/)
    const measured = events.flatMap((event) =>
      event.type === 'evaluation' ? [event.metrics['nashConv']!] : [],
    )
    expect(result.nashConv).toEqual({ first: measured[0], last: measured[2], best: Math.min(...measured) })
    expect(result.gamesPerSecond).toBeGreaterThan(0)
    expect(result.trainTokensPerSecond).toBeGreaterThan(0)
  })

  it('records every metric of both seats, and the episodes', async () => {
    const result = await start({ options: { steps: 2 } })
    const store = openRun(result.run)
    const names = store.metrics().flatMap(({ step, name, timing }) => (step === 1 && !timing ? [name] : []))
    expect(names.join(' ')).toBe(
      'coin/loss ended/illegal ended/timeout gameLength games ' +
        'player-0/entropy player-0/illegal player-0/parseFailures player-0/return player-0/turns ' +
        'player-1/illegal player-1/parseFailures player-1/return player-1/turns tokens',
    )
    const sessions = [...store.episodes()].map(({ session }) => session)
    store.close()
    expect(sessions).toEqual(sessions.map((_, i) => i))
  })

  it('gives one digest a seed and set of options', async () => {
    const digests = [
      await start(),
      await start({ concurrency: 1 }),
      await start({ options: { checkpointEvery: 3 } }),
      await start({ seed: 2 }),
      await start({ options: { flavour: 'salted' } }),
    ].map(({ digest }) => digest)
    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).toBe(digests[0])
    expect(new Set(digests).size).toBe(3)
  })

  test.prop([fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 })], { numRuns: 12 })(
    'goes on after any number of stops and crashes to the same digest',
    async (interruptions) => {
      const whole = await reference
      let result = await interrupted((settings) => start(settings), interruptions[0])
      for (const at of interruptions.slice(1))
        result = await interrupted(
          (settings) => resume(coinScenario, { folder: folderOf(result), ...settings }),
          at,
        )
      const last = await resume(coinScenario, { folder: folderOf(result) })
      const withoutClock = { run: '', seconds: 0, gamesPerSecond: 0, trainTokensPerSecond: 0 }
      expect({ ...last, ...withoutClock }).toEqual({ ...whole, ...withoutClock })
    },
  )

  it('stops at a signal with a checkpoint of the last step', async () => {
    const stop = new AbortController()
    const events: RunEvent[] = []
    const result = await start({
      signal: stop.signal,
      onEvent(event) {
        events.push(event)
        if (event.type === 'step' && event.step === 4) stop.abort()
      },
    })
    expect(result).toMatchObject({ steps: 4, finished: false })
    expect(events.slice(-2)).toEqual([
      { type: 'checkpoint', step: 4 },
      { type: 'stopped', result },
    ])
  })

  it('names a model that the work needs and the scenario lacks', async () => {
    const lacking = {
      ...coinScenario,
      build: (...args: Parameters<typeof coinScenario.build>) => ({
        ...coinScenario.build(...args),
        work: { next: () => ({ kind: { ...toss, models: ['dice'] }, sessions: 1 }) },
      }),
    }
    await expect(run(lacking as never, { seed: 1, out })).rejects.toThrow(
      "Scenario 'coin': its work 'toss' needs a model 'dice', which is not among its models (coin).",
    )
  })

  it.each([-1, 1.5, 2 ** 32, 1e99, Number.NaN])('refuses the seed %d', async (seed) => {
    await expect(start({ seed })).rejects.toThrow('The seed of a run is a whole number from 0 to 4294967295')
  })

  it('refuses to resume with another scenario', async () => {
    const { run: folder } = await start({ options: { steps: 1 } })
    const other = { ...coinScenario, name: 'dice' }
    await expect(resume(other, { folder })).rejects.toThrow("is a run of 'coin', not of 'dice'")
  })
})

const reference = start()

/** Where an interrupted run lies. */
type Interrupted = { readonly run: string }

function folderOf({ run: folder }: Interrupted): string {
  return folder
}

/** Breaks a run off at its n-th event: by a signal when n is even, by an exception as from a crash when odd. */
async function interrupted(
  play: (settings: RunSettings) => Promise<Interrupted>,
  at = Number.POSITIVE_INFINITY,
): Promise<Interrupted> {
  const stop = new AbortController()
  let seen = 0
  let folder = ''
  const onEvent = (event: RunEvent) => {
    if (event.type === 'start') folder = event.run
    if (seen++ !== at) return
    if (at % 2 === 1) throw new Error('crash')
    stop.abort()
  }
  try {
    return await play({ signal: stop.signal, onEvent })
  } catch (error) {
    if (!(error instanceof Error && error.message === 'crash')) throw error
    return { run: folder }
  }
}
