import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TournamentResult } from 'coevo/population'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the example imports 'coevo' as a user's file does. */
const examples = join(import.meta.dirname, '.tournaments')
const guide = readFileSync(join(root, 'docs/tournaments.md'), 'utf8')

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)

describe('the guide to tournaments', () => {
  for (const [, file, example] of guide.matchAll(/^```\w+ file=(\S+)\n(.*?)^```/gms))
    writeFileSync(join(examples, file!), example!)

  test('has an example that compiles', () => {
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('and that runs: nobody wins against the equilibrium', () => {
    const script = `import { result } from './my-tournament.ts'\nprocess.stdout.write(JSON.stringify(result))`
    writeFileSync(join(examples, 'print.ts'), script)
    const { stdout } = spawnSync(process.execPath, ['--conditions=source', 'print.ts'], {
      cwd: examples,
      encoding: 'utf8',
    })
    const { headToHead, matches } = JSON.parse(stdout) as TournamentResult
    expect(matches).toBe(3 * 400)
    for (const { against, meanReturn } of headToHead)
      if (against === 'equilibrium') expect(meanReturn!.low).toBeLessThanOrEqual(0)
  })

  const hasPython = spawnSync('python3', ['--version']).status === 0
  const programs = [`${process.execPath} my-agent.mjs`, ...(hasPython ? ['python3 my_agent.py'] : [])]
  test.for(programs)('and one in any language that plays alike: %s', (program) => {
    const args = [
      '--game',
      'kuhn-poker',
      '--agents',
      `uniform,./cautious.ts,own=cmd:${program}`,
      '--rounds',
      '20',
    ]
    const main = join(root, 'src/cli/main.ts')
    const { stdout } = spawnSync(
      process.execPath,
      ['--conditions=source', main, 'tournament', ...args, '--json'],
      { cwd: examples, encoding: 'utf8' },
    )
    const { headToHead, agents } = JSON.parse(stdout) as TournamentResult
    expect(agents.map(({ forfeits }) => forfeits)).toEqual([0, 0, 0])
    // Who plays alike and gets each other's cards wins nothing from the other, to the last chip.
    const equals = headToHead.find(({ agent, against }) => agent === 'own' && against === 'cautious')!
    expect(equals.meanReturn!.estimate).toBe(0)
    expect(equals.wins).toBeGreaterThan(0)
  })
})
