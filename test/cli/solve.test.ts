import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { enumerate, nashConv, tablePolicy, type Answer, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { describe, expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import { progressLine } from '../../src/cli/commands/solve.ts'
import { findSolved, keepSolved } from '../../src/cli/solve/stored.ts'
import { fakeTerminal } from './terminal.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const folder = temporaryFolder('solve')

async function coevo(...args: readonly string[]) {
  const terminal = fakeTerminal()
  const exitCode = await execute(args, terminal)
  return { exitCode, stdout: terminal.stdout, stderr: terminal.stderr }
}

test('the result as JSON', async () => {
  const args = ['leduc-poker', '--algorithm', 'cfr+', '--iterations', '50']
  const { exitCode, stdout } = await coevo('solve', ...args, '--json')
  expect(exitCode).toBe(0)
  const { seconds, nashConv: distance, value, ...rest } = JSON.parse(stdout) as Record<string, number>
  expect(rest).toEqual({ game: 'leduc-poker', algorithm: 'cfr+', iterations: 50, policy: null })
  expect(value).toBeCloseTo(-0.0856, 2)
  expect(distance).toBeLessThan(0.2)
  expect(seconds).toBeGreaterThan(0)
})

test('a small policy is printed, seat by seat', async () => {
  const { stdout } = await coevo('solve', 'kuhn-poker')
  expect(stdout).toMatch(
    /^\nkuhn-poker, cfr\+: 1,000 iterations\n\n {2}NashConv +0\.000\d+\n {2}value +-0\.0556 for/,
  )
  expect(stdout).toContain('58 states, 12 information sets')
  expect(stdout).toContain('  seat second card king moves bet        fold 0.000  call 1.000\n')
  const seats = [...stdout.matchAll(/seat (\w+)/g)].map(([, seat]) => seat)
  expect(seats).toEqual([...Array<string>(6).fill('first'), ...Array<string>(6).fill('second')])
})

test('a policy that is too large to print is offered as a file', async () => {
  const { stdout } = await coevo('solve', 'leduc-poker', '--iterations', '2')
  expect(stdout).toMatch(
    /\n\n {2}936 information sets are too many to print: --out FILE writes the policy.\n$/,
  )
})

test('a small policy is in the JSON, too', async () => {
  const { stdout } = await coevo('solve', 'matching-pennies', '--algorithm', 'lp', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    policy: { 'seat row played none': [0.5, 0.5], 'seat column played none': [0.5, 0.5] },
  })
})

test('perfect play where nothing is hidden, by an exact method', async () => {
  const { stdout } = await coevo('solve', 'tic-tac-toe', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'minimax', iterations: null, nashConv: 0, value: 0 })
})

test('an exact equilibrium, by linear programming', async () => {
  const { stdout } = await coevo('solve', 'kuhn-poker', '--algorithm', 'lp', '--json')
  const { nashConv: distance, value, ...rest } = JSON.parse(stdout) as Record<string, unknown>
  expect(rest).toMatchObject({ game: 'kuhn-poker', algorithm: 'lp', iterations: null })
  expect(distance).toBeCloseTo(0, 12)
  expect(value).toBeCloseTo(-1 / 18, 12)
})

test('the policy goes to a file that holds all it takes to play it', async () => {
  const out = join(folder, 'kuhn.json')
  const { stdout, stderr } = await coevo('solve', 'kuhn-poker', '--iterations', '500', '--out', out, '--json')
  expect(stderr).toBe(`The policy is in ${out}, and plays as the agent policy:${out}.\n`)
  const { policy, ...solution } = JSON.parse(readFileSync(out, 'utf8')) as {
    readonly policy: Readonly<Record<string, readonly number[]>>
  }
  const { seconds: _, ...said } = JSON.parse(stdout) as Record<string, unknown>
  expect({ ...solution, policy }).toEqual(said)
  const table = tablePolicy('read', new Map(Object.entries(policy)))
  expect(nashConv(kuhnPoker, table).nashConv).toBe(said['nashConv'])
})

test('parameters of a game, and a seed of a method that samples', async () => {
  const solve = async (seed: string) => {
    const args = ['kuhn-poker:players=3', '--algorithm', 'es-mccfr', '--iterations', '300', '--seed', seed]
    const { stdout } = await coevo('solve', ...args, '--fresh', '--json')
    const { seconds: _, ...rest } = JSON.parse(stdout) as Record<string, unknown>
    return rest
  }
  expect(await solve('4')).toMatchObject({ game: 'kuhn-poker:players=3', iterations: 300 })
  expect(await solve('4')).toEqual(await solve('4'))
  expect(await solve('4')).not.toEqual(await solve('5'))
})

describe('what was solved before', () => {
  const args = ['solve', 'kuhn-poker', '--algorithm', 'cfr', '--iterations', '77', '--json']
  const solve = async (...more: readonly string[]) =>
    JSON.parse((await coevo(...args, ...more)).stdout) as Record<string, unknown>
  const cache = () => process.env['COEVO_CACHE']!

  test('is taken, not solved again, if the question is the same', async () => {
    const first = await solve()
    expect(first).not.toHaveProperty('stored')
    expect(await solve()).toEqual({ ...first, stored: true })
    expect(await solve('--fresh')).not.toHaveProperty('stored')
    expect(await solve('--seed', '2')).not.toHaveProperty('stored')
    expect(await solve('--iterations', '78')).toMatchObject({ iterations: 78 })
    const { stdout } = await coevo(...args.slice(0, -1))
    expect(stdout).toMatch(/time {6}[\d.]+ s \(stored; --fresh solves it anew\)\n/)
  })

  test('is solved again once it is damaged', async () => {
    const { stored: _, seconds: __, ...first } = await solve()
    for (const name of readdirSync(cache(), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('strategy.bin')) writeFileSync(join(cache(), name), 'damaged')
    const again = await solve()
    expect(again).not.toHaveProperty('stored')
    expect(again).toMatchObject(first)
  })

  test('belongs to the rules as they were', async () => {
    const asked = (game: Game) => ({ tree: enumerate(game), algorithm: 'lp', iterations: null, seed: 1 })
    const strategy = new Float64Array(asked(kuhnPoker).tree.slots).fill(0.5)
    await keepSolved(asked(kuhnPoker), { strategy, iterations: null, seconds: 3 })
    expect(findSolved(asked({ ...kuhnPoker }))).toEqual({ strategy, iterations: null, seconds: 3 })
    const doubled = {
      ...kuhnPoker,
      returns: (state: never) => kuhnPoker.returns(state).map((value) => 2 * value),
    }
    const renamed = {
      ...kuhnPoker,
      label: (state: never, action: Answer) => `my ${kuhnPoker.label(state, action)}`,
    }
    for (const game of [doubled, renamed]) expect(findSolved(asked(game))).toBeNull()
  })

  test('is lost, and nothing else, where it cannot be stored', async () => {
    const place = cache()
    process.env['COEVO_CACHE'] = join(folder, 'a-file')
    writeFileSync(join(folder, 'a-file'), '')
    try {
      const { exitCode, stdout, stderr } = await coevo(...args, '--fresh')
      expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { iterations: 77 }])
      expect(stderr).toMatch(/^The solution is not stored: '.*' cannot be a folder, .*COEVO_CACHE\.\n$/)
    } finally {
      process.env['COEVO_CACHE'] = place
    }
  })
})

describe('a policy in a file', () => {
  const file = join(folder, 'agent.json')

  test('plays as an agent, as what it was solved by', async () => {
    await coevo('solve', 'kuhn-poker', '--algorithm', 'lp', '--out', file)
    const args = [
      '--game',
      'kuhn-poker',
      '--agents',
      `first,policy:${file}`,
      '--rounds',
      '60',
      '--out',
      folder,
    ]
    const { exitCode, stdout } = await coevo('tournament', ...args, '--json')
    expect(exitCode).toBe(0)
    const { agents } = JSON.parse(stdout) as { agents: { agent: string; forfeits: number }[] }
    expect(agents.map(({ agent, forfeits }) => [agent, forfeits])).toEqual([
      [`policy:${file}`, 0],
      ['first', 0],
    ])
  })

  test.for<[content: string | null, message: RegExp]>([
    [null, /holds no policy \(ENOENT.*: give the file that 'coevo solve GAME --out FILE' wrote\./],
    ['{"game": "kuhn-poker"', /holds no policy \(.*JSON.*\): give/],
    ['{"game": "kuhn-poker"}', /holds no policy \(policy: .*\): give/],
    ['{"game": "kuhn-poker", "policy": {"a": [0.5, 0.4]}}', /\(policy\.a: probabilities do not sum to 1\)/],
    [
      '{"game": "kuhn-poker", "policy": {}}',
      /does not fit kuhn-poker: it lacks the information state '.*'; solve it again/,
    ],
    ['{"game": "leduc-poker", "policy": {}}', /was solved for leduc-poker, not for kuhn-poker\./],
  ])('%j is refused', async ([content, message]) => {
    const path = join(folder, 'bad.json')
    if (content === null) rmSync(path, { force: true })
    else writeFileSync(path, content)
    const args = ['--game', 'kuhn-poker', '--agents', `first,policy:${path}`, '--out', join(folder, 'none')]
    const { exitCode, stderr } = await coevo('tournament', ...args)
    expect(stderr).toMatch(message)
    expect(exitCode).toBe(2)
    expect(stderr).not.toMatch(/\n./)
  })
})

test("a user's game", async () => {
  const path = new URL('nim.ts', import.meta.url).pathname
  const { exitCode, stdout, stderr } = await coevo('solve', path, '--json')
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(JSON.parse(stdout)).toMatchObject({ algorithm: 'minimax', nashConv: 0 })
})

test('Ctrl-C ends the work with what was reached until then', async () => {
  const terminal = fakeTerminal({ live: true, now: () => performance.now() })
  const exitCode = execute(['solve', 'leduc-poker', '--iterations', '1000000', '--json'], terminal)
  while (terminal.stderr === '') await new Promise(setImmediate)
  terminal.interrupt()
  expect(await exitCode).toBe(130)
  const { iterations } = JSON.parse(terminal.stdout) as { readonly iterations: number }
  expect(iterations).toBeGreaterThan(0)
  expect(iterations).toBeLessThan(1_000_000)
})

test('progress is told in one line', () => {
  expect(progressLine({ iterations: 250, course: [4.7, 2.1, 0.5, 0.04], seconds: 10 }, 1000)).toBe(
    '250 of 1,000 iterations  NashConv 0.0400  0:30 left  █▇▅▁',
  )
})

test.each([
  [['kuhn-pokr'], /There is no game 'kuhn-pokr'; did you mean 'kuhn-poker'\?/],
  [['kuhn-poker', '--algorithm', 'crf'], /There is no algorithm 'crf'; did you mean 'cfr'\?/],
  [['kuhn-poker', '--algorithm', 'minimax'], /kuhn-poker hides information, which minimax cannot solve/],
  [['kuhn-poker:players=3', '--algorithm', 'lp'], /is no zero-sum game of two players, which lp needs/],
  [['tic-tac-toe', '--iterations', '10'], /The algorithm 'minimax' is exact: leave --iterations out/],
  [['kuhn-poker', '--iterations', '0'], /must be a whole number from 1 to/],
  [['kuhn-poker:players=9'], /players/],
  [['nim:piles=0'], /'piles' of game 'nim' cannot be 0: must be one to eight sizes from 1 to 20/],
  [['./no-game.ts'], /There is no game file '.\/no-game.ts'/],
  [
    ['kuhn-poker', '--out', '/nowhere/at-all.json'],
    /The policy cannot be written \(ENOENT.*choose another place with --out/,
  ],
] as const)('%j is refused in one line', async (args, message) => {
  const { exitCode, stdout, stderr } = await coevo('solve', ...args)
  expect(stderr).toMatch(/^coevo: .*\n$/)
  expect(stderr).toMatch(message)
  expect([exitCode, stdout]).toEqual([2, ''])
})
