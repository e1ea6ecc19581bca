import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('mistakes')

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname
const coin = new URL('coin.ts', import.meta.url).pathname
const fakes = new URL('../scenario/fakes.ts', import.meta.url).href

function file(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

/** Runs the command line as a process of its own, as nobody where that can be chosen. */
function coevo(args: readonly string[], asNobody = false) {
  const user = asNobody && process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=source', main, ...args], {
    ...user,
    cwd: root,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const closed = join(root, 'closed')
mkdirSync(closed)
chmodSync(root, 0o755)
chmodSync(closed, 0o555)
const empty = join(root, 'empty')
mkdirSync(empty)

const variant = (part: string) => `
  import { coinScenario } from '${fakes}'
  export default { ...coinScenario, build: (...args) => ({ ...coinScenario.build(...args), ${part} }) }`

const mistakes: readonly (readonly [args: readonly string[], message: RegExp])[] = [
  [[`run`, `kuhn-equilibrum`], /There is no scenario 'kuhn-equilibrum'/],
  [['rum', 'coin'], /unknown command 'rum' \(Did you mean run\?\)/],
  [['help', 'rum'], /There is no command 'rum'; did you mean 'run'\?/],
  [['run', 'a\u001B[2Jb\u202Ec'], /There is no scenario 'a \[2Jb c'/],
  [['run'], /missing required argument 'scenario'/],
  [['run', coin, '--sed', '3'], /unknown option '--sed' \(Did you mean .*--seed/],
  [
    ['run', coin, '--seed', '-1'],
    /'--seed <n>' argument '-1' is invalid. It must be a whole number from 0 to/,
  ],
  [['run', coin, '--concurrency', '0'], /'--concurrency <n>' argument '0' is invalid/],
  [['run', coin, '--set', 'steps'], /--set takes key=value, not 'steps'/],
  [['run', coin, '--set', 'stepz=3'], /no option 'stepz'; did you mean 'steps'\?/],
  [['run', coin, '--set', 'steps=0'], /Option 'steps' of scenario 'coin' cannot be 0/],
  [['run', coin, '--set', 'flavour=sweet'], /Option 'flavour' of scenario 'coin' cannot be sweet/],
  [
    ['run', file('import.ts', "import 'no-such-package'")],
    /import.ts' cannot be loaded: Cannot find package 'no-such-package'/,
  ],
  [['run', './closed'], /There is no scenario file '.\/closed': that is a folder/],
  [['run', './none.ts'], /There is no scenario file '.\/none.ts'/],
  [['run', file('syntax.ts', 'export default {')], /syntax.ts' cannot be loaded/],
  [['run', file('empty.ts', 'export const x = 1')], /empty.ts' must export a scenario as default/],
  [
    ['run', file('part.ts', "export default { name: 'x', title: 'x', description: 'x' }")],
    /part.ts' .*options/,
  ],
  [['run', file('model.ts', variant('models: {}'))], /Scenario 'coin': .*model 'coin'/],
  [
    ['run', file('learner.ts', variant('learners: {}'))],
    /Scenario 'coin': the model 'coin' has no entry in learners/,
  ],
  [
    ['run', file('no-work.ts', variant('work: undefined'))],
    /'coin' in '.*no-work.ts': what build returns lacks .*, work: /,
  ],
  [
    ['run', file('throws.ts', variant('...null.x'))],
    /'coin' in '.*throws.ts' cannot be built: Cannot read prop/,
  ],
  [['run', coin, '--out', file('a-file', '')], /a-file' is no folder, and runs go into one/],
  [['resume', './nothing'], /There is no run folder '.\/nothing'/],
  [['resume', empty], /empty' is not a run folder/],
]

test.each(mistakes)('%j', (args, message) => {
  const { status, stdout, stderr } = coevo(args)
  expect(stderr).toMatch(/^coevo: .*\n$/)
  expect(stderr).toMatch(message)
  expect(stdout).toBe('')
  expect(status).toBe(2)
})

test('a scenario file outside any package may import coevo and zod', () => {
  const path = file(
    'outside.ts',
    `import { z } from 'zod'
     import { defineScenario } from 'coevo/scenario'
     import { coinScenario } from '${fakes}'
     export default defineScenario({ ...coinScenario, name: 'outside', options: z.object({ steps: z.int().default(4) }),
       build: ({ steps }, context) => coinScenario.build({ steps, evaluateEvery: 2, checkpointEvery: 2 }, context) })`,
  )
  const { status, stdout } = coevo(['run', path, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ scenario: 'outside', steps: 4, run: 'runs/outside-1' })
  expect(status).toBe(0)
})

test.each([closed, join(closed, 'runs'), join(closed, 'far', 'below', 'runs')])(
  'no write permission in %s, as a user without it',
  (out) => {
    const { status, stderr } = coevo(['run', coin, '--out', out], true)
    expect(stderr).toBe(
      `coevo: '${out}' cannot be written: give yourself write permission there or choose another place with --out.\n`,
    )
    expect(status).toBe(2)
  },
)

test('a path may lack its ending', () => {
  file('no-ending.ts', `export { default } from '${new URL('coin.ts', import.meta.url).href}'`)
  expect(coevo(['run', './no-ending', '--set', 'steps=0']).stderr).toMatch(
    /Option 'steps' of scenario 'coin'/,
  )
})

test('a damaged database is not touched, and restored it opens again', () => {
  const { run } = JSON.parse(coevo(['run', coin, '--out', 'damaged', '--json']).stdout) as { run: string }
  const database = join(root, run, 'run.sqlite')
  const whole = readFileSync(database)
  writeFileSync(database, whole.subarray(0, whole.length / 2))
  const damaged = coevo(['resume', run])
  expect(damaged.stderr).toMatch(/^coevo: The database of 'damaged\/coin-1' is damaged \(.*\n$/)
  expect(damaged.status).toBe(2)
  expect(readFileSync(database)).toEqual(whole.subarray(0, whole.length / 2))
  writeFileSync(database, whole)
  expect(coevo(['resume', run, '--json']).status).toBe(0)
})

const broken = file('broken.ts', variant("models: { coin: () => { throw new Error('not\\nexpected') } }"))

test("what a part of a user's throws is told in one sentence", () => {
  const { status, stdout, stderr } = coevo(['run', broken])
  expect(stderr).toBe(`coevo: Scenario 'coin' in '${broken}': the model 'coin' failed: not.\n`)
  expect([status, stdout]).toEqual([2, ''])
})

test('with --verbose the trace follows', () => {
  expect(coevo(['run', broken, '--verbose']).stderr).toMatch(
    /^coevo: Scenario 'coin' in .*\nUserError: [^]*\n {4}at [^]*\[cause\]: Error: not\n *expected\n {6}at /,
  )
  expect(coevo(['run', 'kuhn', '--verbose']).stderr).toMatch(
    /^coevo: There is no scenario.*\nUserError: .*\n {4}at /,
  )
})
