import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Message } from 'coevo/bus'
import { createRun, readJournal, readMetrics } from 'coevo/store'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('recorded')

const run = createRun(root, {
  scenario: 'coin',
  source: null,
  seed: 1,
  options: {},
  versions: {},
  settings: {},
})
afterAll(() => run.close())

const message = (session: string, seq: number): Message => ({
  id: `${session}#${seq}`,
  session,
  from: 'player-0',
  to: 'referee',
  type: 'move',
  payload: { turn: seq, text: 'heads' },
  seq,
  cause: seq === 0 ? null : `${session}#${seq - 1}`,
})

test('the journal of a run that goes on is read by session, in the order of its steps', () => {
  expect(readJournal(run.folder)).toEqual(new Map())
  run.commitStep({ step: 9, journal: [message('36', 0), message('36', 1)] })
  run.commitStep({ step: 10, journal: [message('40', 1), message('40', 0)] })
  run.commitStep({ step: 25, journal: [message('100', 0)] })
  expect([...readJournal(run.folder)]).toEqual([
    ['36', [message('36', 0), message('36', 1)]],
    ['40', [message('40', 0), message('40', 1)]],
    ['100', [message('100', 0)]],
  ])
})

test('the metrics of a run that goes on are read by what their names begin with', () => {
  run.commitStep({ step: 26, metrics: { 'work/b': 2, 'work/a': 1, working: 5 } })
  run.commitStep({ step: 27, metrics: { 'work/a': 3 }, timings: { 'work/seconds': 4 } })
  const row = (step: number, name: string, value: number, timing = false) => ({ step, name, value, timing })
  expect(readMetrics(run.folder, 'work/')).toEqual([
    row(26, 'work/a', 1),
    row(26, 'work/b', 2),
    row(27, 'work/a', 3),
    row(27, 'work/seconds', 4, true),
  ])
  expect(readMetrics(run.folder)).toHaveLength(5)
  expect(readMetrics(run.folder, 'WORK')).toEqual([])
})

test('what is no run, or no database, is said in a sentence', () => {
  expect(() => readJournal(root)).toThrow(/is not a run folder/)
  const other = createRun(root, { ...run.header, seed: 2 })
  other.close()
  writeFileSync(join(other.folder, 'run.sqlite'), 'no database at all, but long enough to look at'.repeat(99))
  expect(() => readJournal(other.folder)).toThrow(/The database of '.*' is damaged/)
})
