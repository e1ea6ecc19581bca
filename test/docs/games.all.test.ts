import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkGame, type Game } from 'coevo/game'
import { describe, expect, test } from 'vitest'
import { METHODS } from '../../src/cli/solve/methods.ts'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.games')
const guide = readFileSync(join(root, 'docs/games.md'), 'utf8')

const files = [...guide.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms)].map(
  ([, name, text]) => [name!, text!] as const,
)
const [fault] = [...guide.matchAll(/^```diff file=bluff.ts\n@@\n-(.*)\n\+(.*)\n```/gm)]
const [told, policy, solved] = [...guide.matchAll(/^```text\n(.*?)^```/gms)].map(([, text]) => text!)

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
for (const [name, text] of files) writeFileSync(join(examples, name), text)

const coevo = (...args: string[]) =>
  execFileSync(process.execPath, ['--conditions=source', join(root, 'src/cli/main.ts'), ...args], {
    cwd: examples,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

describe('the guide to games', () => {
  test('compiles', () => {
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('says what the suite says of the fault', async () => {
    const bluff = readFileSync(join(examples, 'bluff.ts'), 'utf8')
    const [, before, after] = fault!
    expect(bluff.split(before!)).toHaveLength(2)
    writeFileSync(
      join(examples, 'leak.ts'),
      bluff.replace(before!, () => after!),
    )
    const { default: leak } = (await import(join(examples, 'leak.ts'))) as { default: Game }
    expect(checkGame(leak).map(({ rule, message }) => `${rule}: ${message}\n`)).toEqual([told])
  })

  test('says what the solver says', () => {
    expect(coevo('solve', './bluff.ts')).toContain(policy)
    const { value } = JSON.parse(coevo('solve', './bluff.ts', '--json')) as { value: number }
    expect(value).toBeCloseTo(1 / 3, 4)
  })

  test('says what searches and solvers say', () => {
    const args = ['--conditions=source', 'solving.ts']
    expect(execFileSync(process.execPath, args, { cwd: examples, encoding: 'utf8' })).toBe(solved)
  })

  test('names every algorithm', () => {
    for (const algorithm of Object.keys(METHODS)) expect(guide).toContain(`\`${algorithm}\``)
  })

  test('trains and plays', () => {
    const out = join(examples, 'runs')
    const run = JSON.parse(
      coevo('run', './my-bluff.ts', '--set', 'steps=2', '--out', out, '--json'),
    ) as object
    expect(run).toMatchObject({ steps: 2, finished: true })
    const agents = ['--agents', 'uniform,cfr+:1000', '--rounds', '5', '--out', out]
    for (const game of ['./bluff.ts', './share.ts']) {
      const named = game === './bluff.ts' ? agents : agents.with(1, 'uniform,first')
      const { matches } = JSON.parse(coevo('tournament', '--game', game, ...named, '--json')) as {
        matches: number
      }
      expect(matches).toBe(10)
    }
  })

  test('names every facet', async () => {
    const facets = Object.keys(
      ((await import(join(examples, 'share.ts'))) as { default: Game }).default.facets,
    )
    expect(facets).toContain('answers')
    for (const facet of facets) expect(guide).toContain(`| \`${facet}\``)
  })
})

describe('the tests of the guide', async () => {
  await import(join(examples, 'bluff.test.ts'))
  await import(join(examples, 'share.test.ts'))
})
