import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
  closeSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/index.ts'
import { createRun, findRun, openRun, type RunHeader, type RunStore } from '../../src/store/index.ts'

const root = mkdtempSync(join(tmpdir(), 'coevo-fault-'))
const open: RunStore[] = []
afterEach(() => {
  for (const store of open.splice(0)) store.close()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const header: RunHeader = { scenario: 'x', source: null, seed: 1, options: {}, versions: {}, settings: {} }
const kilobytes = (size: number) => 'x'.repeat(1024 * size)

function created(place = root): RunStore {
  const store = createRun(place, header)
  open.push(store)
  return store
}

/** A run of two steps and one checkpoint, closed. */
async function finished(): Promise<string> {
  const store = created()
  store.commitStep({ step: 1, metrics: manyMetrics() })
  await store.commitCheckpoint({ step: 1, state: null, write: writes('weights') })
  store.close()
  return store.folder
}

const manyMetrics = () => Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`metric-${i}`, i]))

function writes(text: string) {
  return (folder: string) => {
    writeFileSync(join(folder, 'weights.bin'), text)
    return Promise.resolve()
  }
}

function contents(folder: string): Map<string, number> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Map(
    paths.filter((path) => !path.endsWith('.lock')).map((path) => [path, statSync(join(folder, path)).size]),
  )
}

/** Expects one sentence about this folder, and that opening it changed nothing in it. */
function expectRefusal(folder: string, message: RegExp): void {
  const before = contents(folder)
  expect(() => open.push(openRun(folder))).toThrow(UserError)
  expect(() => open.push(openRun(folder))).toThrow(message)
  expect(contents(folder)).toEqual(before)
}

describe('opening', () => {
  test('a folder that is not there', () => {
    expect(() => openRun(join(root, 'nothing'))).toThrow(/^There is no run folder '.*nothing'/)
  })

  test('a folder that is not a run', () => {
    const folder = mkdtempSync(join(root, 'other-'))
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    expectRefusal(folder, /is not a run folder \(it has no scenario.json\)/)
  })

  test('a run without its database', async () => {
    const folder = await finished()
    rmSync(join(folder, 'run.sqlite'))
    expectRefusal(folder, /is not a run folder \(it has no run.sqlite\)/)
  })

  test.each(['{ "scenario": ', '{ "seed": "seven" }'])('a header that reads %s', async (text) => {
    const folder = await finished()
    writeFileSync(join(folder, 'scenario.json'), text)
    expectRefusal(folder, /scenario.json' is not the description of a run/)
  })

  test('a database that is text', async () => {
    const folder = await finished()
    writeFileSync(join(folder, 'run.sqlite'), kilobytes(8))
    expectRefusal(folder, /database of '.*' is damaged \(file is not a database\)/)
  })

  test('a database of no bytes', async () => {
    const folder = await finished()
    truncateSync(join(folder, 'run.sqlite'), 0)
    expectRefusal(folder, /database of '.*' is damaged \(it has no tables of a run\)/)
  })

  test('a database that was cut', async () => {
    const folder = await finished()
    const file = join(folder, 'run.sqlite')
    truncateSync(file, statSync(file).size - 8192)
    expectRefusal(folder, /database of '.*' is damaged/)
  })

  test('a database with an overwritten page', async () => {
    const folder = await finished()
    const file = openSync(join(folder, 'run.sqlite'), 'r+')
    for (let page = 2; page < 8; page++) writeSync(file, kilobytes(4), page * 4096)
    closeSync(file)
    expectRefusal(folder, /database of '.*' is damaged/)
  })

  test('a database of a newer version', async () => {
    const folder = await finished()
    const database = new DatabaseSync(join(folder, 'run.sqlite'))
    database.exec('PRAGMA user_version = 99')
    database.close()
    expectRefusal(folder, /written by a newer coevo \(store version 99, this one knows 1\): update coevo/)
  })

  test('a checkpoint whose weights were changed or deleted', async () => {
    const folder = await finished()
    const weights = join(folder, 'checkpoints', '00000001', 'weights.bin')
    writeFileSync(weights, 'WEIGHTS')
    expectRefusal(folder, /checkpoint '.*00000001' is damaged \(weights.bin is missing or changed\)/)
    rmSync(weights)
    expectRefusal(folder, /checkpoint '.*00000001' is damaged \(weights.bin is missing or changed\)/)
  })

  test('a run that is open elsewhere', () => {
    const store = created()
    expectRefusal(store.folder, /is in use by another process/)
    store.close()
    open.push(openRun(store.folder))
  })

  test.each(['{ "digest": ', ''])('a result that reads %j counts as none', async (text) => {
    const folder = await finished()
    writeFileSync(join(folder, 'result.json'), text)
    const store = openRun(folder)
    open.push(store)
    expect(store.result).toBeNull()
    store.finish({ digest: store.digest })
    expect(store.result).toEqual({ digest: store.digest })
  })

  test('unfinished and replaced checkpoint folders are deleted', async () => {
    const folder = await finished()
    for (const name of ['.new-00000002', '00000002']) mkdirSync(join(folder, 'checkpoints', name))
    open.push(openRun(folder))
    expect(readdirSync(join(folder, 'checkpoints'))).toEqual(['00000001'])
  })
})

describe('finding', () => {
  test('a run by its folder, or by a folder that holds it alone', async () => {
    const place = mkdtempSync(join(root, 'alone-'))
    const { folder } = created(place)
    expect(findRun(folder)).toBe(folder)
    expect(findRun(place)).toBe(folder)
    created(place)
    expect(() => findRun(place)).toThrow(/holds 2 runs: name one of them, such as '.*x-1'/)
    expect(() => findRun(join(place, 'other'))).toThrow(/^There is no run folder/)
  })
})

describe('creating', () => {
  test('runs with the same scenario and seed get folders of their own', () => {
    const place = mkdtempSync(join(root, 'place-'))
    expect([created(place), created(place), created(place)].map(({ id }) => id)).toEqual([
      'x-1',
      'x-1-2',
      'x-1-3',
    ])
    expect(readdirSync(place).toSorted()).toEqual(['x-1', 'x-1-2', 'x-1-3'])
  })

  test.each(['file', 'file/below'])('in %s where a file is in the way', (path) => {
    writeFileSync(join(root, 'file'), '')
    expect(() => created(join(root, path))).toThrow(/is no folder, and runs go into one/)
  })

  test('makes a folder with the permissions of any other', () => {
    const other = join(root, 'ordinary')
    mkdirSync(other)
    expect(statSync(created().folder).mode).toBe(statSync(other).mode)
  })

  test('keeps the two newest checkpoints', async () => {
    const store = created()
    for (const step of [1, 2, 3]) {
      store.commitStep({ step })
      await store.commitCheckpoint({ step, state: null, write: writes(`${step}`) })
    }
    expect(readdirSync(join(store.folder, 'checkpoints'))).toEqual(['00000002', '00000003'])
  })

  test('without write permission', () => {
    const place = mkdtempSync(join(root, 'closed-'))
    execFileSync('chmod', ['a-w,a+rx', place])
    execFileSync('chmod', ['a+rx', root])
    const program = `
      const { createRun } = await import('${new URL('../../src/store/index.ts', import.meta.url).href}')
      try { createRun('${place}', ${JSON.stringify(header)}) } catch (error) { console.log(error.name, error.message) }`
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const { stdout, stderr } = spawnSync(
      process.execPath,
      // Node 22 calls its SQLite experimental.
      ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program],
      {
        ...asNobody,
        cwd: '/',
        encoding: 'utf8',
      },
    )
    expect(stderr + stdout).toBe(
      `UserError '${place}' cannot be written: give yourself write permission there or choose another place with --out.\n`,
    )
  })
})

test('a checkpoint that meets a full disk says how to go on', async () => {
  const store = created()
  const write = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
  const commit = store.commitCheckpoint({ step: 1, state: null, write })
  await expect(commit).rejects.toThrow(/is full: free some space and go on with 'coevo resume .*\/x-1/)
  expect(readdirSync(join(store.folder, 'checkpoints'))).toEqual([])
})

const tmpfs = mkdtempSync(join(root, 'full-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', tmpfs]).status === 0
afterAll(() => mounted && execFileSync('umount', ['--lazy', tmpfs]))

describe.runIf(mounted)('on a full disk', () => {
  const fill = () => {
    const file = openSync(join(tmpfs, 'ballast'), 'w')
    try {
      for (;;) writeSync(file, kilobytes(4))
    } catch {
      closeSync(file)
    }
  }
  afterEach(() => {
    for (const name of readdirSync(tmpfs)) rmSync(join(tmpfs, name), { recursive: true })
  })

  test('a new run says so and leaves nothing', () => {
    fill()
    expect(() => created(tmpfs)).toThrow(
      /^The disk that holds '.*' is full: free some space and start the run again/,
    )
    expect(readdirSync(tmpfs)).toEqual(['ballast'])
  })

  test('a step says how to go on, and what was there stays', async () => {
    const store = created(tmpfs)
    store.commitStep({ step: 1, metrics: { loss: 1 } })
    await store.commitCheckpoint({ step: 1, state: 'kept', write: writes('weights') })
    const { digest } = store
    fill()
    const big = { step: 2, metrics: manyMetrics() }
    const full =
      /is full: free some space and go on with 'coevo resume .*x-1'; everything up to its last checkpoint/
    expect(() => store.commitStep(big)).toThrow(full)
    expect(store.digest).toBe(digest)
    expect(store.metrics()).toHaveLength(1)
    store.close()
    rmSync(join(tmpfs, 'ballast'))
    const again = openRun(store.folder)
    open.push(again)
    expect(again.digest).toBe(digest)
    expect(again.checkpoint?.state).toBe('kept')
    again.commitStep(big)
  })

  test('a checkpoint says how to go on, and the one before stays', async () => {
    const store = created(tmpfs)
    await store.commitCheckpoint({ step: 1, state: 'kept', write: writes('weights') })
    const { digest } = store
    const tooLarge = { step: 2, state: null, write: writes(kilobytes(1024)) }
    await expect(store.commitCheckpoint(tooLarge)).rejects.toThrow(/is full: free some space and go on with/)
    expect(store.checkpoint?.step).toBe(1)
    expect(readdirSync(join(store.folder, 'checkpoints'))).toEqual(['00000001'])
    const copy = join(root, 'rescued')
    cpSync(store.folder, copy, { recursive: true })
    const again = openRun(copy)
    open.push(again)
    expect(again.digest).toBe(digest)
  })
})
