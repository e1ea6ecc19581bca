import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { resume, run } from 'coevo/scenario'
import { openRun, pruneRun, readHeader, readRun, readState, RECORDINGS, type Recording } from 'coevo/store'
import { describe, expect, test } from 'vitest'
import { runName } from '../../src/scenario/run-name.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import tosses from './tosses.ts'

const out = temporaryFolder('record')
const reference = run(tosses, { seed: 5, out: join(out, 'reference') })

const keptOf = (folder: string) => readRun(folder, (recorded) => recorded.kept())

describe('what is recorded of a run', () => {
  test.each([
    ['all', 120],
    ['sample', 48],
    ['none', 0],
  ] as const)('%s: so many sessions, and the same digest', async (record, episodes) => {
    const { digest, run: folder } = await run(tosses, { seed: 5, out: join(out, record), record })
    expect(digest).toBe((await reference).digest)
    expect(keptOf(folder).episodes).toBe(episodes)
    expect(readHeader(folder).settings).toMatchObject({ record })
  })

  test.each(RECORDINGS)(
    '%s: a run that is killed with SIGKILL and resumed ends with the digest',
    async (record) => {
      const place = join(out, `killed-${record}`)
      const folder = victim('run', place, record, 6)
      victim('resume', folder, record, 5)
      const { digest } = await resume(tosses, { folder })
      expect(digest).toBe((await reference).digest)
      expect(keptOf(folder).episodes).toBe({ all: 120, sample: 48, none: 0 }[record])
    },
  )

  test('a run whose record changes half-way has the digest too', async () => {
    const stop = new AbortController()
    const half = await run(tosses, {
      seed: 5,
      out: join(out, 'half'),
      record: 'all',
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 3 && stop.abort(),
    })
    const { digest } = await resume(tosses, { folder: half.run, record: 'none' })
    expect(digest).toBe((await reference).digest)
    expect(keptOf(half.run).episodes).toBe(60)
  })
})

describe('pruning', () => {
  test('leaves of all what a sample would have kept, the digest, and a run that can be opened', async () => {
    const all = await run(tosses, { seed: 5, out: join(out, 'prune'), record: 'all' })
    const sample = await run(tosses, { seed: 5, out: join(out, 'prune'), name: 'sample', record: 'sample' })
    expect(pruneRun(all.run, { keep: 'sample', checkpoints: 1 })).toMatchObject({
      sessions: 72,
      checkpoints: 1,
    })
    const numbers = (folder: string) =>
      readRun(folder, (recorded) => recorded.episodes().map(({ episode }) => episode.session))
    expect(numbers(all.run)).toEqual(numbers(sample.run))
    expect(pruneRun(all.run, { keep: 'sample' })).toMatchObject({ sessions: 0, journals: 0, checkpoints: 0 })
    const store = openRun(all.run)
    expect(store.digest).toBe(all.digest)
    expect(() => pruneRun(all.run, { keep: 'none' })).toThrow(/is in use by another process/)
    store.close()
    expect(pruneRun(all.run, { keep: 'none' })).toMatchObject({ sessions: 48 })
  })

  test('in the middle of a run changes nothing of its end', async () => {
    const stop = new AbortController()
    const half = await run(tosses, {
      seed: 5,
      out: join(out, 'prune-half'),
      signal: stop.signal,
      onEvent: (event) => event.type === 'step' && event.step === 3 && stop.abort(),
    })
    pruneRun(half.run, { keep: 'none', checkpoints: 1 })
    expect((await resume(tosses, { folder: half.run })).digest).toBe((await reference).digest)
  })
})

describe("a run's folder", () => {
  test('whose options are too long for a name has the beginning of their digest', () => {
    const path = 'a/b c'.repeat(20)
    expect(runName('x', 1, { path, steps: 3 })).toMatch(/^x-1-[0-9a-f]{8}$/)
    expect(runName('x', 1, { steps: 3, path })).toMatch(/^x-1-steps_3-[0-9a-f]{8}$/)
    expect(runName('x', 1, { at: '../../etc:0', rate: 0.1 })).toBe('x-1-at_etc.0-rate_0.1')
  })

  test('tells the options that differ from the defaults, and is short', async () => {
    const names = [{}, { steps: 1 }, { steps: 2, failing: 1_000_000_000 }].map((options) =>
      run(tosses, { seed: 5, out: join(out, 'names'), options }),
    )
    const [plain, short, long] = (await Promise.all(names)).map((result) => basename(result.run))
    expect([plain, short, long]).toEqual([
      'tosses-5',
      'tosses-5-steps_1',
      'tosses-5-steps_2-failing_1000000000',
    ])
    expect(readHeader(join(out, 'names', short!)).set).toEqual(['steps'])
  })

  test('goes where the run never made a step, and stays with the reason where it made one', async () => {
    const place = join(out, 'failing')
    await expect(run(tosses, { seed: 1, out: place, options: { failing: 1 } })).rejects.toThrow(
      'no more coins',
    )
    expect(readdirSync(place)).toEqual([])
    await expect(run(tosses, { seed: 1, out: place, options: { failing: 3 } })).rejects.toThrow(
      'no more coins',
    )
    const folder = join(place, 'tosses-1-failing_3')
    expect(readState(folder)).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('no more coins'),
    })
    const { finished } = await resume(
      { ...tosses, build: (options, context) => tosses.build({ ...options, failing: 0 } as never, context) },
      { folder },
    )
    expect([finished, readState(folder).state]).toEqual([true, 'finished'])
    expect(existsSync(join(folder, 'failure.txt'))).toBe(false)
  })
})

/** Lets a process run until it kills itself at its n-th event; returns the run's folder. */
function victim(command: 'run' | 'resume', place: string, record: Recording, at: number): string {
  const script = new URL('victim.ts', import.meta.url).pathname
  const child = spawnSync(
    process.execPath,
    ['--conditions=source', script, command, place, String(at), record],
    { encoding: 'utf8' },
  )
  expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  return child.stdout
}
