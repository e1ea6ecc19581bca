import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import { fakeTerminal } from '../terminal.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('check-mistakes')

const main = new URL('../../../src/cli/main.ts', import.meta.url).pathname
const greeting = new URL('greeting.ts', import.meta.url).pathname

function file(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

/** Runs the command line as a process of its own. */
function coevo(args: readonly string[]) {
  const command = [process.execPath, ['--conditions=source', main, ...args]] as const
  const { status, stdout, stderr } = spawnSync(...command, { cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const token = Buffer.from(JSON.stringify([1, 'greeting', 0, 0, [1, 0, 0, 0], [-1, 1]])).toString('base64url')
const folder = join(root, 'folder')
mkdirSync(folder)

const mistakes: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [
    ['mtach'],
    /There is no protocol 'mtach'; did you mean 'match'\? Known: .*match, .*a file of your own needs/,
  ],
  [['./none.ts'], /There is no protocol file '.\/none.ts'/],
  [[greeting, '--faults', 'dorp=1'], /There is no fault 'dorp'; did you mean 'drop'\?/],
  [[greeting, '--faults', 'drop'], /--faults takes how often .* such as drop=1, not 'drop'/],
  [[greeting, '--faults', 'drop=300'], /it allows 300 faults of kind 'drop': give a whole number from/],
  [[greeting, '--network', 'losy'], /There is no network 'losy'; did you mean 'lossy'\?/],
  [[greeting, '--time', 'order'], /There is no time 'order'; did you mean 'ordered'\?/],
  [[greeting, '--runs', '0'], /'--runs <n>' argument '0' is invalid. It must be a whole number from 1 to/],
  [[greeting, '--max-states', 'many'], /'--max-states <n>' argument 'many' is invalid/],
  [[greeting, '--max-steps', '1.5'], /'--max-steps <n>' argument '1.5' is invalid/],
  [[greeting, '--runs', '9', '--threads', '-1'], /'--threads <n>' argument '-1' is invalid/],
  [[greeting, '--exhaustive', '--runs', '9'], /'--exhaustive' cannot be used with option '--runs <n>'/],
  [[greeting, '--no-symmetry', '--runs', '9'], /'--no-symmetry' cannot be used with option '--runs <n>'/],
  [[greeting, '--seed', '9'], /--seed names the draws of random runs: say how many with --runs N/],
  [[greeting, '--threads', '2'], /--threads spreads random runs: say how many with --runs N/],
  [['--runs', '9'], /Say which protocol to check: 'coevo check' alone lists those that ship/],
  [[greeting, '--step'], /--step goes through a run .*: say which with --replay TOKEN/],
  [
    [greeting, '--replay', token, '--faults', 'none'],
    /'--replay <token>' cannot be used with option '--faults/,
  ],
  [['two-phase-commit', '--replay', token], /The replay token is of protocol 'greeting', not of 'two-phase/],
  [[greeting, '--replay', token.slice(0, -9)], /The replay token is damaged: copy it whole/],
  [['--journal', './nothing'], /There is no run folder '.\/nothing'/],
  [['--journal', folder], /folder' is not a run folder/],
  [['--journal', folder, '--seed', '1'], /'--journal <run>' cannot be used with option '--seed <n>'/],
  [[file('syntax.ts', 'export default {')], /Protocol file '.*syntax.ts' cannot be loaded/],
  [
    [file('empty.ts', 'export const x = 1')],
    /empty.ts' must export a system as default \(export default defineS/,
  ],
  [[file('part.ts', "export default { name: 'x', title: 'x' }")], /part.ts' must export .*: protocol: /],
  [
    [file('throws.ts', 'export default () => null.x')],
    /The system of .*throws.ts' cannot be made: Cannot read/,
  ],
]

test.each(mistakes)('check %j', async (args, message) => {
  const terminal = fakeTerminal()
  expect(await execute(['check', ...args], terminal)).toBe(2)
  expect(terminal.stderr).toMatch(/^coevo: .*\n$/)
  expect(terminal.stderr).toMatch(message)
  expect(terminal.stdout).toBe('')
})

test.each([mistakes[0]!, mistakes.at(-1)!])('check %j as a process of its own', (args, message) => {
  const { status, stdout, stderr } = coevo(['check', ...args])
  expect(stderr).toMatch(/^coevo: .*\n$/)
  expect(stderr).toMatch(message)
  expect([status, stdout]).toEqual([2, ''])
})

test('with --verbose the trace follows', () => {
  expect(coevo(['check', 'mtach', '--verbose']).stderr).toMatch(/^coevo: .*\nUserError: .*\n {4}at /)
})

const outside = file(
  'outside.ts',
  `import { z } from 'zod'
   import { defineSystem, fromReducer } from 'coevo/check'
   import { defineProtocol } from 'coevo/protocol'
   const protocol = defineProtocol({
     name: 'outside',
     roles: { a: { count: 1, states: ['idle'], rest: ['idle'] }, b: { count: 1, states: ['idle'], rest: ['idle'] } },
     messages: { hello: { from: 'a', to: 'b', payload: z.object({}) } },
     timeouts: {},
   })
   const role = (name) => fromReducer(protocol, name, { initial: 'idle', next: (state) => state })
   export default () => defineSystem({
     name: 'outside', title: 'nobody speaks', protocol, agents: { a: role('a'), b: role('b') },
   })`,
)

test.each([[[]], [['--runs', '3000', '--threads', '2']]])(
  'a protocol file outside any package may import coevo and zod %j',
  (more) => {
    const { status, stdout, stderr } = coevo(['check', outside, ...more, '--json'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ protocol: 'outside', violations: [] })
    expect(status).toBe(0)
  },
)
