import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GAME_RULES } from 'coevo/game'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const project = mkdtempSync(join(tmpdir(), 'coevo-package-'))
const packages = join(project, 'node_modules')
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: project, stdio: ['ignore', 'pipe', 'ignore'] }).toString()

/** A project that has installed the packed tarball: coevo's own files, and links to its dependencies. */
beforeAll(() => {
  execFileSync('npm', ['pack', '--pack-destination', project], { cwd: root, stdio: 'ignore' })
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!
  mkdirSync(join(packages, 'coevo'), { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', join(packages, 'coevo'), '--strip-components=1'], {
    cwd: project,
  })
  for (const name of readdirSync(join(root, 'node_modules')))
    symlinkSync(join(root, 'node_modules', name), join(packages, name))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  for (const [, name, text] of readme.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms))
    writeFileSync(join(project, name!), text!)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('the packed package', () => {
  test('runs a scenario that ships and the one of the README', () => {
    const coevo = join(packages, 'coevo/dist/src/cli/main.js')
    for (const scenario of ['kuhn-equilibrium', './my-kuhn.ts']) {
      const result = JSON.parse(node(coevo, 'run', scenario, '--set', 'steps=2', '--json')) as object
      expect(result).toMatchObject({ steps: 2, finished: true })
    }
  })

  test('compiles a user’s files against its declarations', () => {
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2024', noEmit: true }
    const options = { ...compilerOptions, allowImportingTsExtensions: true, types: [], skipLibCheck: true }
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    )
    const tsc = () => execFileSync(join(packages, '.bin/tsc'), { cwd: project, stdio: 'pipe' })
    expect(tsc).not.toThrow()
  })

  test('gives a user the conformance suite of games', () => {
    const out = execFileSync(join(packages, '.bin/vitest'), ['run', '--root', project], { cwd: project })
    expect(out.toString()).toContain(`${Object.keys(GAME_RULES).length} passed`)
  })
})
