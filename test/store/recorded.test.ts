import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Message } from 'coevo/bus'
import { createRun, readJournal } from 'coevo/store'

const root = mkdtempSync(join(tmpdir(), 'coevo-recorded-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

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

test('what is no run, or no database, is said in a sentence', () => {
  expect(() => readJournal(root)).toThrow(/is not a run folder/)
  const other = createRun(root, { ...run.header, seed: 2 })
  other.close()
  writeFileSync(join(other.folder, 'run.sqlite'), 'no database at all, but long enough to look at'.repeat(99))
  expect(() => readJournal(other.folder)).toThrow(/The database of '.*' is damaged/)
})
