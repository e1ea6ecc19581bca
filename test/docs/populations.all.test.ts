import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as population from 'coevo/population'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.populations')
const guide = readFileSync(join(root, 'docs/populations.md'), 'utf8')

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
for (const [, name, text] of guide.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms))
  writeFileSync(join(examples, name!), text!)

const node = (...args: string[]) =>
  execFileSync(process.execPath, ['--conditions=source', ...args], {
    cwd: examples,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

describe('the guide to populations', () => {
  test('compiles', () => {
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('trains against a league, and logs what it says', () => {
    const cli = join(root, 'src/cli/main.ts')
    const out = join(examples, 'runs')
    const set = ['--set', 'steps=11', '--seed', '1', '--out', out]
    const { metrics } = JSON.parse(node(cli, 'run', './my-league.ts', ...set, '--json')) as {
      metrics: Record<string, number>
    }
    expect(metrics['population/size']).toBe(4)
    for (const name of ['against/step-10/games', 'against/step-10/winRate', 'against/step-10/drawRate']) {
      expect(guide).toContain(`\`${name}\``)
      expect(metrics).toHaveProperty([name])
    }
  })

  test('says what PSRO says', () => {
    const [, told] = /^```text\n(.*?)^```/ms.exec(guide)!
    expect(node('oracles.ts')).toBe(told)
  })

  test('names every rule', () => {
    const rules = ['latest', 'fixed', 'fictitious', 'prioritised', 'metaStrategy'] as const
    for (const rule of rules) {
      expect(population).toHaveProperty(rule)
      expect(guide).toContain(`| \`${rule}`)
    }
  })
})

describe('the tests of the guide', async () => {
  await import(join(examples, 'youngest.test.ts'))
})
