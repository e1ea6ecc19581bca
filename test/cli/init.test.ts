import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { fakeTerminal } from './terminal.ts'

const root = temporaryFolder('init')
const FILES = ['game', 'protocol', 'scenario', 'task'].flatMap((name) => [`${name}.test.ts`, `${name}.ts`])
const ALL = ['.gitignore', 'README.md', ...FILES, 'package.json', 'tsconfig.json'].toSorted()

async function init(...args: readonly string[]) {
  const terminal = fakeTerminal()
  return { code: await execute(['init', ...args], terminal), out: terminal.stdout, err: terminal.stderr }
}

const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>

/** A folder with these files. */
function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name)
  mkdirSync(folder)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}

test('a new folder holds a game, a task, a scenario and a protocol, with a test of each', async () => {
  const folder = join(root, 'new/My Games')
  const { code, out } = await init(folder)
  expect(code).toBe(0)
  expect(readdirSync(folder).toSorted()).toEqual(ALL)
  expect(out).toContain(`cd '${folder}'\n  npm install\n  npm test`)
  expect(manifestIn(folder)).toMatchObject({
    name: 'my-games',
    type: 'module',
    scripts: { test: 'vitest run', types: 'tsc' },
    dependencies: {
      coevo: expect.stringMatching(/^\^\d/),
      xstate: expect.any(String),
      zod: expect.any(String),
    },
    devDependencies: { typescript: expect.any(String), vitest: expect.any(String) },
  })
})

test('what package.json says stays, and what it lacks is added', async () => {
  const folder = folderWith('merged', {
    '.gitignore': 'mine\n',
    'package.json': JSON.stringify({
      name: 'mine',
      author: 'me',
      scripts: { test: 'echo "Error: no test specified" && exit 1', types: 'tsgo' },
      dependencies: { coevo: 'file:../coevo.tgz' },
      devDependencies: { zod: '4.0.0' },
    }),
  })
  const { code, out } = await init(folder, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({ folder, files: ALL.filter((name) => name !== '.gitignore') })
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('mine\n')
  const manifest = manifestIn(folder)
  expect(manifest).toMatchObject({
    name: 'mine',
    author: 'me',
    type: 'module',
    scripts: { test: 'vitest run', types: 'tsgo' },
    dependencies: { coevo: 'file:../coevo.tgz' },
    devDependencies: { zod: '4.0.0' },
  })
  expect(manifest['dependencies']).not.toHaveProperty('zod')
})

test('a test script of one’s own stays', async () => {
  const folder = folderWith('scripted', { 'package.json': '{ "scripts": { "test": "mocha" } }' })
  await init(folder)
  expect(manifestIn(folder)).toMatchObject({ scripts: { test: 'mocha' } })
})

test.for([
  [
    'a file of its names',
    { 'game.ts': 'mine' },
    /^coevo: There is 'game\.ts' in '.*' already, and nothing is overwritten: name a new folder/,
  ],
  [
    'a package of CommonJS',
    { 'package.json': '{ "type": "commonjs" }' },
    /says "type": "commonjs", .* run 'npm pkg set type=module', then this again\.$/,
  ],
  ['a package.json that is none', { 'package.json': '{' }, /package\.json' cannot be read \(.*\): mend it/],
  [
    'scripts that are none',
    { 'package.json': '{ "scripts": 3 }' },
    /package\.json' cannot be read \(.*\): mend it/,
  ],
] as const)('%s is left alone', async ([what, files, said]) => {
  const folder = folderWith(what, files)
  const { code, out, err } = await init(folder)
  expect([code, out]).toEqual([2, ''])
  expect(err.trim()).toMatch(said)
  expect(
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  ).toEqual(files)
})

test.for(['file', 'file/below'])('nothing can be written into %s', async (path) => {
  writeFileSync(join(root, 'file'), '')
  const { code, err } = await init(join(root, path))
  expect(code).toBe(2)
  expect(err).toMatch(/^coevo: Nothing can be written into '.*' \(.*\): name another folder\.\n$/)
})
