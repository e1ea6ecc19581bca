import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { auditFile } from '../../../src/cli/audit/audit-file.ts'
import { execute } from '../../../src/cli/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { fakeTerminal } from '../terminal.ts'

const folder = temporaryFolder('audit')
const nim = new URL('../../game/nim.ts', import.meta.url).href

/** Writes a file that exports nim with a change. */
function file(name: string, change: string, more = ''): string {
  const path = join(folder, `${name}.ts`)
  writeFileSync(path, `import { nim } from '${nim}'\n${more}\nexport default { ...nim, ${change} }\n`)
  return path
}

async function coevo(...args: readonly string[]) {
  const terminal = fakeTerminal()
  const exitCode = await execute(args, terminal)
  return { exitCode, stdout: terminal.stdout, stderr: terminal.stderr }
}

const uneven = file('uneven', 'returns: (state) => nim.returns(state) && [1, 0]')

test('a sound game keeps every rule', async () => {
  const { exitCode, stdout, stderr } = await coevo('audit', file('sound', ''))
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^\nThe game 'nim'\n\n {2}ok {6}facets are well formed/)
  expect(stdout).toMatch(/\n\n\d+ rules; it keeps all of them.\n$/)
})

test.each([
  ['play', uneven, '--against', 'first'],
  ['tournament', '--game', uneven, '--agents', 'first,uniform', '--out', folder],
])('%s refuses it in one line', async (...args) => {
  const { exitCode, stdout, stderr } = await coevo(...args)
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toBe(
    `coevo: The game 'nim' in '${uneven}' is not sound: returns 1, 0 of a zero-sum game sum to 1, after the actions [0,0,0,0,0,0,0]; 'coevo audit ${uneven}' tells all.\n`,
  )
})

test('a method that does not return is named with what it was asked', async () => {
  const path = file('loop', 'apply: (s, a) => { while (s.left < 4); return nim.apply(s, a) }')
  await expect(auditFile(path, { scope: 'moment', patience: 1000 })).rejects.toThrow(
    `'${path}' hangs: apply({"left":3,"turn":0}, -1) does not return.`,
  )
})

test.each([
  ['exit', 'process.exit(0)', 'ends its process, or waits for what never comes, before it is loaded.'],
  [
    'waits',
    'await new Promise(() => {})',
    'ends its process, or waits for what never comes, before it is loaded.',
  ],
  [
    'rejects',
    'initial: () => (void Promise.reject(new Error("late")), nim.initial())',
    'fails in the background: late.',
  ],
])('a file that %s is told', async (name, code, message) => {
  const path = name === 'rejects' ? file(name, code) : file(name, '', code)
  await expect(auditFile(path, { scope: 'moment' })).rejects.toThrow(`'${path}' ${message}`)
})

test.each([
  [[join(folder, 'none.ts')], 'There is no file '],
  [[file('throws', '', 'throw new Error("not today")')], 'cannot be loaded: not today'],
  [[file('no-name', 'name: "My Game"')], null],
  [[new URL('../../../src/core/text.ts', import.meta.url).pathname], 'exports no game, task or scenario'],
  [['auction'], 'There is no file '],
])('%j', async (args, message) => {
  const { exitCode, stderr } = await coevo('audit', ...args)
  expect(exitCode).toBe(message === null ? 1 : 2)
  if (message !== null) expect(stderr).toMatch(/^coevo: .*\n$/)
  expect(stderr).toContain(message ?? '')
})
