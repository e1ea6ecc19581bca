import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import type { RunResult } from '../../src/scenario/index.ts'
import { fakeTerminal } from './terminal.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('cli')

const coin = new URL('coin.ts', import.meta.url).pathname

async function coevo(args: readonly string[], terminal = fakeTerminal()) {
  const code = await execute(args, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr, exits: terminal.exits }
}

async function result(args: readonly string[]): Promise<RunResult> {
  const { code, stdout, stderr } = await coevo([...args, '--json'])
  expect(stderr).not.toContain('coevo:')
  expect(code).toBe(0)
  return JSON.parse(stdout) as RunResult
}

describe('coevo run', () => {
  test('with --json prints one object and nothing else on standard output', async () => {
    const { scenario, seed, steps, digest, nashConv, run, finished } = await result([
      'run',
      coin,
      '--out',
      root,
    ])
    expect({ scenario, seed, steps, finished }).toEqual({
      scenario: 'coin',
      seed: 1,
      steps: 12,
      finished: true,
    })
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(nashConv!.last).toBeLessThan(nashConv!.first)
    expect(run).toBe(join(root, 'coin-1'))
    expect(existsSync(join(run, 'run.sqlite'))).toBe(true)
  })

  test('without it prints a summary there, and progress on standard error', async () => {
    const { code, stdout, stderr } = await coevo(['run', coin, '--out', root, '--seed', '2'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/coin, seed 2: 12 steps/)
    expect(stdout).toMatch(/NashConv +first 0\.\d+ +last 0\.\d+ +best 0\.\d+/)
    expect(stdout).toContain(join(root, 'coin-2'))
    expect(stderr).toMatch(/^coin, seed 2, 12 steps, in .*coin-2\n/)
    expect(stderr).toMatch(/\nstep 5\/12 {2}nashConv 0\.\d+ {2}coin\/loss 0\.\d+ /)
  })

  test('--set, --seed and --concurrency reach the run', async () => {
    const base = ['run', coin, '--out', root]
    const short = await result([...base, '--set', 'steps=3', 'evaluateEvery=1', '--set', 'flavour=salted'])
    expect(short.steps).toBe(3)
    expect((await result(['run', '--set', 'steps=3', coin, '--out', root])).steps).toBe(3)
    const [seven, again, other] = [
      await result([...base, '--seed', '7', '--concurrency', '3']),
      await result([...base, '--seed', '7', '--concurrency', '300']),
      await result([...base, '--seed', '8']),
    ]
    expect(again.digest).toBe(seven.digest)
    expect(again.run).not.toBe(seven.run)
    expect(other.digest).not.toBe(seven.digest)
  })
})

describe('Ctrl-C', () => {
  const long = ['run', coin, '--set', 'steps=40']

  test('once: finishes the step, checkpoints and says how to resume; the resumed run has the same digest', async () => {
    const whole = await result([...long, '--out', join(root, 'whole')])
    const terminal = fakeTerminal()
    const out = join(root, 'stopped')
    terminal.err = (text) => {
      terminal.stderr += text
      if (text.startsWith('step 10/')) terminal.interrupt()
    }
    const stopped = await coevo([...long, '--out', out], terminal)
    expect(stopped.code).toBe(130)
    expect(stopped.stdout).toBe('')
    expect(stopped.stderr).toMatch(/stopping after this step\n/)
    expect(stopped.stderr).toContain(
      `Stopped at step 10; go on with: coevo resume ${join(out, 'coin-1-steps_40')}\n`,
    )
    expect(readdirSync(join(out, 'coin-1-steps_40', 'checkpoints'))).toContain('00000010')
    const resumed = await result(['resume', out])
    expect(resumed).toMatchObject({ digest: whole.digest, finished: true, steps: 40 })
  })

  test('twice: exits at once, but not for the copy of the first that npm passes on', async () => {
    let now = 0
    const terminal = fakeTerminal({ now: () => now })
    terminal.err = (text) => {
      if (!text.startsWith('step 10/')) return
      terminal.interrupt()
      terminal.interrupt()
      expect(terminal.exits).toEqual([])
      now += 1000
      terminal.interrupt()
      expect(terminal.exits).toEqual([130])
    }
    await coevo([...long, '--out', join(root, 'twice')], terminal)
    expect.assertions(2)
  })
})

describe('coevo resume', () => {
  test('of a finished run returns its result', async () => {
    const { digest, run } = await result(['run', coin, '--out', join(root, 'finished')])
    expect(await result(['resume', run])).toMatchObject({ digest, run })
  })
})

describe('the lists', () => {
  test('games, for a reader and as JSON', async () => {
    const { stdout } = await coevo(['games'])
    expect(stdout).toMatch(
      /^kuhn-poker +Kuhn poker\n +2 players, zero-sum, imperfect information, sampled\n/m,
    )
    expect(stdout).toMatch(/^ +kuhn-poker:players=2 +how many play/m)
    const { games } = JSON.parse((await coevo(['games', '--json'])).stdout) as {
      games: { name: string; parameters: unknown[] }[]
    }
    expect(games.find(({ name }) => name === 'kuhn-poker')?.parameters).toEqual([
      {
        name: 'players',
        default: 2,
        description: 'how many play; the deck has a card more',
        values: '2 … 3',
      },
    ])
    expect(games.map(({ name }) => name)).toEqual(expect.arrayContaining(['kuhn-poker', 'tic-tac-toe']))
    expect(new Set(games.map(({ name }) => name)).size).toBe(games.length)
  })

  test('tasks, for a reader and as JSON', async () => {
    const { stdout } = await coevo(['tasks'])
    expect(stdout).toMatch(/^addition +Addition\n +first 1 … 9 +digits of the first number$/m)
    expect(stdout).toMatch(/^ +addition:scratchpad=false +whether /m)
    const { tasks } = JSON.parse((await coevo(['tasks', '--json'])).stdout) as {
      tasks: { name: string; dials: object; parameters: unknown[] }[]
    }
    const addition = tasks.find(({ name }) => name === 'addition')
    expect(Object.keys(addition!.dials)).toEqual(['first', 'second'])
    expect(addition!.parameters).toHaveLength(2)
    expect(new Set(tasks.map(({ name }) => name)).size).toBe(tasks.length)
  })

  test('agents, for a reader and as JSON', async () => {
    const { stdout } = await coevo(['agents'])
    expect(stdout).toMatch(/^uniform +every legal action with the same probability$/m)
    expect(stdout).toMatch(/^cfr\+:N +.*\n +N counts iterations; if it is left out, N is 1000$/m)
    const { agents } = JSON.parse((await coevo(['agents', '--json'])).stdout) as { agents: unknown[] }
    expect(agents).toContainEqual({ name: 'first', description: 'the first legal action' })
    for (const form of ['checkpoint:DIR', 'policy:FILE', 'openai:MODEL@http://HOST:PORT/v1', 'human']) {
      expect(stdout).toContain(`\n${form} `)
      expect(agents).toContainEqual(expect.objectContaining({ form }))
    }
  })

  test('scenarios, for a reader and as JSON', async () => {
    const { code, stdout } = await coevo(['scenarios', '--json'])
    expect(code).toBe(0)
    const { scenarios } = JSON.parse(stdout) as {
      scenarios: { name: string; measure: string | null; options: { name: string }[] }[]
    }
    expect(scenarios.find(({ name }) => name === 'spiral')).toMatchObject({
      paper: 'https://arxiv.org/abs/2506.24119',
      roles: ['player', 'referee'],
      tasks: ['kuhn-poker', 'tic-tac-toe'],
      learning: 'PPO with role-conditioned advantages',
      curriculum: null,
      study: { arms: { 'self-play': { options: {} } } },
    })
    const text = (await coevo(['scenarios'])).stdout
    expect(text).toMatch(/^ +study +self-play, fictitious, prioritised$/m)
    for (const { name, measure, options } of scenarios) {
      expect(text).toMatch(new RegExp(`^${name} `, 'm'))
      expect(text).toContain(measure ?? '')
      for (const option of options) expect(text).toContain(`--set ${option.name}=`)
    }
  })
})

test('help has examples, and no arguments mean help', async () => {
  const help = await coevo(['--help'])
  expect(help.code).toBe(0)
  expect(help.stdout).toContain('coevo run kuhn-equilibrium')
  expect(help.stdout).toContain('Exit codes')
  expect((await coevo([])).stdout).toBe(help.stdout)
  expect((await coevo(['run', '--help'])).stdout).toContain('--set <key=value>')
  expect((await coevo(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
