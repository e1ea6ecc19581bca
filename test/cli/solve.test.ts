import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nashConv, tablePolicy } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { afterAll, expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import { progressLine } from '../../src/cli/commands/solve.ts'
import { fakeTerminal } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'coevo-solve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

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
  expect(rest).toEqual({ game: 'leduc-poker', algorithm: 'cfr+', iterations: 50 })
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
  expect(stderr).toBe(`The policy is in ${out}.\n`)
  const { policy, ...solution } = JSON.parse(readFileSync(out, 'utf8')) as {
    readonly policy: Readonly<Record<string, readonly number[]>>
  }
  const { seconds: _, ...said } = JSON.parse(stdout) as Record<string, unknown>
  expect(solution).toEqual(said)
  const table = tablePolicy('read', new Map(Object.entries(policy)))
  expect(nashConv(kuhnPoker, table).nashConv).toBe(said['nashConv'])
})

test('parameters of a game, and a seed of a method that samples', async () => {
  const solve = async (seed: string) => {
    const args = ['kuhn-poker:players=3', '--algorithm', 'es-mccfr', '--iterations', '300', '--seed', seed]
    const { seconds: _, ...rest } = JSON.parse((await coevo('solve', ...args, '--json')).stdout) as Record<
      string,
      unknown
    >
    return rest
  }
  expect(await solve('4')).toMatchObject({ game: 'kuhn-poker:players=3', iterations: 300 })
  expect(await solve('4')).toEqual(await solve('4'))
  expect(await solve('4')).not.toEqual(await solve('5'))
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
