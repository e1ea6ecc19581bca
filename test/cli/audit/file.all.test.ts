import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { fakeTerminal } from '../terminal.ts'

const folder = temporaryFolder('audit')
const nim = new URL('../../game/nim.ts', import.meta.url).href

async function coevo(...args: readonly string[]) {
  const terminal = fakeTerminal()
  const exitCode = await execute(args, terminal)
  return { exitCode, stdout: terminal.stdout, stderr: terminal.stderr }
}

const uneven = join(folder, 'uneven.ts')
writeFileSync(
  uneven,
  `import { nim } from '${nim}'\nexport default { ...nim, returns: (state) => nim.returns(state) && [1, 0] }\n`,
)

test('a broken rule is told with the actions that show it', async () => {
  const { exitCode, stdout } = await coevo('audit', uneven)
  expect(exitCode).toBe(1)
  expect(stdout).toContain(
    '\n  broken  returns add up as declared\n          returns 1, 0 of a zero-sum game sum to 1, after the actions [0,0,0,0,0,0,0]\n',
  )
  const { exitCode: code, stdout: json } = await coevo('audit', uneven, '--json')
  expect(code).toBe(1)
  expect(JSON.parse(json)).toMatchObject({
    file: uneven,
    audits: [{ kind: 'game', name: 'nim', findings: [{ rule: 'utility', actions: [0, 0, 0, 0, 0, 0, 0] }] }],
  })
})

test('solve refuses it in one line', async () => {
  const { exitCode, stdout, stderr } = await coevo('solve', uneven)
  expect([exitCode, stdout]).toEqual([2, ''])
  expect(stderr).toBe(
    `coevo: The game 'nim' in '${uneven}' is not sound: returns 1, 0 of a zero-sum game sum to 1, after the actions [0,0,0,0,0,0,0]; 'coevo audit ${uneven}' tells all.\n`,
  )
})
