import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { createRun, openCache, openRun, type RunHeader, type RunStore } from 'coevo/store'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

/** Which call of the disk fails next, and how: the n-th from now on; none while `code` is null. */
const fault = vi.hoisted(() => {
  // Files share modules, and these must be loaded with the disk below, for this file alone.
  vi.resetModules()
  return { code: null as string | null, after: 0, calls: 0, failed: '' }
})
afterAll(() => void vi.resetModules())

// A disk that fails at a chosen call. SQLite writes by itself: what it says is tested on a full disk.
vi.mock(import('node:fs'), async (original) => {
  const real = await original()
  const names = [
    'renameSync',
    'fsyncSync',
    'mkdirSync',
    'openSync',
    'writeFileSync',
    'readSync',
    'readdirSync',
  ] as const
  const failing = Object.fromEntries(
    names.map((name) => {
      const call = real[name] as (...args: readonly unknown[]) => unknown
      return [
        name,
        (...args: readonly unknown[]) => {
          if (fault.code !== null && fault.calls++ === fault.after) {
            fault.failed = name
            const syscall = name.replace('Sync', '')
            const message = `${fault.code}: the disk is broken, ${syscall} '${String(args[0])}'`
            throw Object.assign(new Error(message), { code: fault.code, errno: -5, syscall, path: args[0] })
          }
          return call(...args)
        },
      ]
    }),
  )
  return { ...real, ...failing, default: { ...real.default, ...failing } }
})

const root = temporaryFolder('disk')
const header: RunHeader = { scenario: 'x', source: null, seed: 1, options: {}, versions: {}, settings: {} }
let place: string
let places = 0
beforeEach(() => {
  place = join(root, String(places++), 'runs')
})
const open: RunStore[] = []
afterEach(() => {
  fault.code = null
  for (const store of open.splice(0)) store.close()
})

const write = (folder: string) => {
  writeFileSync(join(folder, 'weights.bin'), 'weights')
  return Promise.resolve()
}
const made = () => {
  const store = createRun(place, header)
  open.push(store)
  return store
}

/** Does work again and again, with one more call before the fault, until there is none. Returns what failed. */
async function atEveryCall(code: string, work: (turn: number) => unknown, told: RegExp): Promise<string[]> {
  const failed: string[] = []
  for (let after = 0; ; after++) {
    Object.assign(fault, { code, after, calls: 0 })
    try {
      await work(after)
      // A call may be tried again, and go well then.
      if (fault.calls <= after) return failed
    } catch (error) {
      fault.code = null
      expect(error).toBeInstanceOf(UserError)
      expect((error as Error).message).toMatch(told)
      failed.push(fault.failed)
    } finally {
      fault.code = null
    }
  }
}

/** What each error of the system is told as. */
const ERRORS = [
  ['ENOSPC', 'full: free some space and', ''],
  ['EDQUOT', 'full: free some space and', ''],
  ['EIO', 'failed \\(EIO: the disk is broken, \\w+\\): see to it and', ''],
  ['ENOENT', 'failed \\(ENOENT: the disk is broken, \\w+\\): see to it and', ''],
  ['EMFILE', 'failed \\(EMFILE: the disk is broken, \\w+\\): see to it and', ''],
  ['EROFS', '', "' cannot be written: give yourself write permission there"],
  ['EACCES', '', "' cannot be written: give yourself write permission there"],
] as const
const sentence = (broken: string, remedy: string, closed: string) =>
  new RegExp(
    `^${broken === '' ? `'.*${closed}` : `The disk that holds '.*' ${broken.startsWith('full') ? 'is ' : ''}${broken} ${remedy}`}`,
  )

describe.each(ERRORS)('%s at any call of the disk is one sentence', (code, broken, closed) => {
  test('of a start, which leaves nothing', async () => {
    const failed = await atEveryCall(code, made, sentence(broken, 'start the run again', closed))
    expect(new Set(failed)).toContain('renameSync')
    expect(failed.length).toBeGreaterThan(8)
    expect(readdirSync(place)).toHaveLength(open.length)
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('of a checkpoint, after which the one before is whole', async () => {
    const store = made()
    await store.commitCheckpoint({ step: 1, state: 'kept', write })
    const failed = await atEveryCall(
      code,
      (turn) => store.commitCheckpoint({ step: 2 + turn, state: turn, write }),
      sentence(broken, "go on with 'coevo resume ", closed),
    )
    expect(failed.length).toBeGreaterThan(5)
    store.close()
    const again = openRun(store.folder)
    open.push(again)
    expect(again.checkpoint).toMatchObject({ step: store.checkpoint!.step, state: store.checkpoint!.state })
    expect(again.digest).toBe(store.digest)
  })

  test('of the end, and of code that has changed', async () => {
    const store = made()
    await store.commitCheckpoint({ step: 1, state: null, write })
    const told = sentence(broken, "go on with 'coevo resume ", closed)
    expect((await atEveryCall(code, () => store.finish({}), told)).length).toBeGreaterThan(2)
    const now = { versions: {}, code: { coevo: '', files: {} } }
    expect((await atEveryCall(code, () => store.changeCode(now), told)).length).toBeGreaterThan(2)
  })

  test('of a cache, which is then as it was', async () => {
    const cache = openCache('things', place)
    const told = sentence(broken, 'try again', closed)
    const failed = await atEveryCall(code, () => cache.keep({ a: 1 }, write), told)
    expect(failed.length).toBeGreaterThan(5)
    expect(cache.find({ a: 1 })).not.toBeNull()
  })
})
