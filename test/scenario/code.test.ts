import { UserError, type Code } from 'coevo/core'
import { checkCode, resume, run, type RunEvent } from 'coevo/scenario'
import { readHeader, type RunHeader } from 'coevo/store'
import { expect, test } from 'vitest'
import { versions } from '../../src/scenario/versions.ts'
import { coinScenario } from './fakes.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('code')

const files = { 'coin.ts': 'a', 'lib/toss.ts': 'b' }
const code: Code = { coevo: 'c', files }
const header: RunHeader = {
  scenario: 'coin',
  source: '/home/me/coin.ts',
  seed: 1,
  options: {},
  versions: versions(),
  code,
  settings: {},
}
const check = (now: Partial<Code>, before: Partial<RunHeader> = {}, allowed = false) =>
  checkCode(
    'runs/coin-1',
    { ...header, ...before },
    { versions: versions(), code: { ...code, ...now } },
    allowed,
  )

test('a run goes on with the code that began it without a word', () => {
  expect(check({})).toBeNull()
})

test.each([
  ['changed', { 'coin.ts': 'a', 'lib/toss.ts': 'x' }, 'lib/toss.ts'],
  ['came', { ...files, 'more.ts': 'd' }, 'more.ts'],
  ['is gone', { 'coin.ts': 'a' }, 'lib/toss.ts'],
  ['changed twice', { 'coin.ts': 'x', 'lib/toss.ts': 'x' }, 'coin.ts, lib/toss.ts'],
])('a file of the user’s that %s is refused until it is allowed', (_, now, named) => {
  expect(() => check({ files: now })).toThrow(UserError)
  expect(() => check({ files: now })).toThrow(
    `'runs/coin-1' was begun with another state of ${named}: begin anew, or go on with what is there now: 'coevo resume runs/coin-1 --changed'.`,
  )
  expect(check({ files: now }, {}, true)).toContain(`a change of ${named}: what it comes to is of both`)
})

test('another coevo is told, by its version where that is another', () => {
  expect(check({ coevo: 'x' })).toContain(`a change of another state of coevo ${versions()['coevo']}:`)
  const before = { versions: { ...versions(), coevo: '0.1.9' } }
  expect(check({ coevo: 'x' }, before)).toContain(`a change of coevo 0.1.9 → ${versions()['coevo']}:`)
  expect(check({}, { versions: { ...versions(), node: '1.0.0' } })).toContain('a change of node 1.0.0 → ')
})

test('of a run of version 0.1 nothing is known', () => {
  expect(check({}, { code: undefined, versions: { coevo: '0.1.0' } })).toBe(
    'The run was begun by coevo 0.1.0, which did not note its code: whether that has changed since is not known.',
  )
})

test('a run notes its code, and where it went on with other code', async () => {
  const stop = new AbortController()
  const onEvent = (event: RunEvent) => event.type === 'step' && event.step === 7 && stop.abort()
  const { run: folder } = await run(coinScenario, { seed: 1, out, code, signal: stop.signal, onEvent })
  expect(readHeader(folder).code).toEqual(code)
  const other = { coevo: 'c', files: { 'coin.ts': 'a' } }
  await expect(resume(coinScenario, { folder, code: other })).rejects.toThrow('another state of lib/toss.ts')
  const events: RunEvent[] = []
  const again = { folder, code: other, changed: true, onEvent: (event: RunEvent) => events.push(event) }
  const { digest, finished } = await resume(coinScenario, again)
  expect(events[0]).toEqual({ type: 'notice', line: expect.stringContaining('a change of lib/toss.ts') })
  const { changes, ...now } = readHeader(folder)
  expect(now.code).toEqual(other)
  expect(changes).toEqual([{ step: 7, versions: versions(), code }])
  expect(finished).toBe(true)
  expect((await run(coinScenario, { seed: 1, out, code })).digest).toBe(digest)
})
