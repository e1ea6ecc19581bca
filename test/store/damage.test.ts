import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { createRun, findRun, listRuns, openRun, type RunHeader, type RunStore } from 'coevo/store'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('damage')
const open: RunStore[] = []
afterEach(() => {
  for (const store of open.splice(0)) store.close()
})

const header: RunHeader = {
  scenario: 'x',
  source: null,
  seed: 7,
  options: { rate: 0.1, kind: 'plain' },
  versions: {},
  settings: {},
}
let places = 0
const place = () => {
  const folder = join(root, String(places++))
  mkdirSync(folder)
  return folder
}
const opened = (folder: string, from?: number) => {
  const store = openRun(folder, from === undefined ? {} : { from })
  open.push(store)
  return store
}

async function step(store: RunStore, number: number): Promise<void> {
  store.commitStep({ step: number, metrics: { loss: 1 / number } })
  const write = (folder: string) => {
    writeFileSync(join(folder, 'weights.bin'), String(number))
    return Promise.resolve()
  }
  await store.commitCheckpoint({ step: number, state: { at: number }, write })
}

/** A run of three steps, each with a checkpoint; two are kept. */
async function made(steps: readonly number[] = [1, 2, 3]): Promise<{ folder: string; digest: string }> {
  const store = createRun(place(), header)
  for (const number of steps) await step(store, number)
  store.close()
  return { folder: store.folder, digest: store.digest }
}

const checkpoint = (folder: string, number: number) =>
  join(folder, 'checkpoints', String(number).padStart(8, '0'))

describe('a damaged checkpoint', () => {
  test('has the one before it offered, from which the run ends with the digest that it had', async () => {
    const { folder, digest } = await made()
    writeFileSync(join(checkpoint(folder, 3), 'weights.bin'), 'X')
    expect(() => opened(folder)).toThrow(UserError)
    expect(() => opened(folder)).toThrow(
      `The checkpoint '${checkpoint(folder, 3)}' is damaged (weights.bin is missing or changed), and that of step 2 is whole: restore it from a copy, or go on from there with 'coevo resume ${folder} --from 2', which does again what came after it.`,
    )
    const store = opened(folder, 2)
    expect(store.checkpoint).toMatchObject({ step: 2, state: { at: 2 } })
    expect(store.metrics().map((row) => row.step)).toEqual([1, 2])
    await step(store, 3)
    expect(store.digest).toBe(digest)
  })

  test('of which no other is whole', async () => {
    const { folder } = await made()
    for (const number of [2, 3]) rmSync(checkpoint(folder, number), { recursive: true })
    expect(() => opened(folder)).toThrow(
      'is damaged (weights.bin is missing or changed): restore it from a copy',
    )
    expect(() => opened(folder, 2)).toThrow(`'${checkpoint(folder, 2)}' is damaged`)
  })

  test('--from names a checkpoint that is kept, and takes a result back', async () => {
    const { folder } = await made()
    const store = opened(folder)
    store.finish({ digest: store.digest })
    store.close()
    expect(() => opened(folder, 1)).toThrow(
      `'${folder}' has no checkpoint of step 1: it has those of 2 and 3.`,
    )
    expect(opened(folder, 2).result).toBeNull()
  })
})

describe('a damaged log', () => {
  /** What a kill leaves: the database as it was at step 1, and a log that holds the rest. */
  async function killed(): Promise<string> {
    const store = createRun(place(), header)
    await step(store, 1)
    store.close()
    const again = openRun(store.folder)
    for (const number of [2, 3, 4]) await step(again, number)
    const copy = place()
    cpSync(store.folder, copy, { recursive: true })
    again.close()
    return copy
  }
  const log = (folder: string) => join(folder, 'run.sqlite-wal')

  test('is what is blamed, and not the checkpoints', async () => {
    const folder = await killed()
    const bytes = readFileSync(log(folder))
    expect(opened(folder).checkpoint?.step).toBe(4)
    for (const broken of [bytes.subarray(0, 40), bytes.with(40, bytes[40]! ^ 1)]) {
      const copy = await killed()
      writeFileSync(log(copy), broken)
      expect(() => opened(copy)).toThrow(
        `The log '${log(copy)}' is damaged or missing: the database ends with step 1, and its checkpoints with 4; restore the log from a copy, or start the run again.`,
      )
    }
  })
})

describe('a header that was changed by hand', () => {
  test.each([
    ['"seed": 7', '"seed": 8', 'seed is 8 there, and the run was begun with 7'],
    ['"rate": 0.1', '"rate": 0.2', 'rate is 0.2 there, and the run was begun with 0.1'],
    ['"kind": "plain"', '"kinds": "plain"', 'kind is missing there, and the run was begun with "plain"'],
    ['"scenario": "x"', '"scenario": "y"', 'scenario is "y" there, and the run was begun with "x"'],
    ['"rate": 0.1', '"rate": 0.1, "more": null', 'more is null there, and the run was begun with missing'],
  ])('%s → %s', async (before, after, told) => {
    const { folder } = await made([1])
    const file = join(folder, 'scenario.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(before, after))
    expect(() => opened(folder)).toThrow(
      `'${file}' has been changed: ${told}; put that back, or begin another run.`,
    )
    writeFileSync(file, text)
    expect(opened(folder).checkpoint?.step).toBe(1)
  })

  test('with zeros for a piece of it, in one printable sentence', async () => {
    const { folder } = await made([1])
    const file = join(folder, 'scenario.json')
    writeFileSync(file, readFileSync(file).fill(0, 20, 60))
    expect(() => opened(folder)).toThrow(
      /^\P{Cc}*scenario.json' is not the description of a run \(\P{Cc}*\): restore it from a copy\P{Cc}*$/u,
    )
  })

  test.each(['-1', '1e99', '0.5', '4294967296', '"7"'])('a seed of %s', async (seed) => {
    const { folder } = await made([1])
    const file = join(folder, 'scenario.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 7', `"seed": ${seed}`))
    expect(() => opened(folder)).toThrow(/scenario.json' is not the description of a run \(.*seed/)
  })
})

describe('what a killed start leaves', () => {
  const dead = () => spawnSync('true').pid
  const left = (folder: string, process: number | string) => {
    const name = join(folder, `.new-${process}`)
    mkdirSync(name)
    for (const file of ['scenario.json', 'run.sqlite']) writeFileSync(join(name, file), '')
    return name
  }

  test('is no run', async () => {
    const { folder } = await made([1])
    const parent = join(folder, '..')
    left(parent, dead())
    expect(findRun(parent)).toBe(folder)
    expect(listRuns(parent).map((run) => run.folder)).toEqual([folder])
  })

  test('is cleared by the next start, if nobody is making it', () => {
    const parent = place()
    const [old, ours] = [left(parent, dead()), left(parent, `${hostname()}-${dead()}`)]
    const [alive, foreign] = [
      left(parent, `${hostname()}-${process.ppid}`),
      left(parent, `elsewhere-${dead()}`),
    ]
    open.push(createRun(parent, header))
    expect([old, ours, alive, foreign].map((name) => existsSync(name))).toEqual([false, false, true, true])
    expect(readdirSync(parent)).toContain('x-7')
  })
})

test('where other code goes on is noted in the header', async () => {
  const { folder } = await made([1, 2])
  const store = opened(folder)
  const now = { versions: { coevo: '9.9.9' }, code: { coevo: 'c', files: { 'a.ts': 'f' } } }
  store.changeCode(now)
  store.close()
  const again = opened(folder)
  expect(again.header).toEqual({ ...header, ...now, changes: [{ step: 2, versions: {}, code: undefined }] })
  expect(again.digest).toBe(store.digest)
})
