import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.examples')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
const files = [...readme.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms)].map(([, name, text]) => {
  writeFileSync(join(examples, name!), text!)
  return name!
})

describe('the examples of the README', () => {
  test('are these', () => expect(files).toEqual(['nim.ts', 'nim.test.ts', 'my-nim.ts']))

  test('compile', () => {
    writeFileSync(
      join(examples, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }),
    )
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('the scenario runs', () => {
    const arguments_ = [
      'run',
      join(examples, 'my-nim.ts'),
      '--set',
      'steps=2',
      '--out',
      join(examples, 'runs'),
      '--json',
    ]
    const out = execFileSync(process.execPath, ['--conditions=source', 'src/cli/main.ts', ...arguments_], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(out.toString())).toMatchObject({ scenario: 'my-nim', steps: 2, finished: true })
  })
})

describe('the game of the README', async () => {
  await import(join(examples, 'nim.test.ts'))
})

test('every command of the README names a script or a command that exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const named = [...readme.matchAll(/npm run (\w+)|npm (start|test)/g)].map(
    ([, script, short]) => script ?? short!,
  )
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('every file that the README links exists', () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path!)
  for (const path of links) expect(() => readFileSync(join(root, path)), path).not.toThrow()
})
