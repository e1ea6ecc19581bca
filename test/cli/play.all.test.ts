import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname

/** Plays as a person who writes these lines, in a process of its own. */
function play(args: readonly string[], ...lines: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=source', main, 'play', ...args],
    {
      encoding: 'utf8',
      input: lines.map((line) => `${line}\n`).join(''),
    },
  )
  return { status, stdout, stderr }
}

test('a match from the rules to the outcome', () => {
  const { status, stdout, stderr } = play(['tic-tac-toe', '--against', 'first'], '4', ' [3] ', '5')
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain("Tic-tac-toe: you have seat 0, against first. 'quit' resigns.\n")
  expect(stdout).toContain(
    '\nyou x board 0 1 2 3 4 5 6 7 8\nYou may answer: 0, 1, 2, 3, 4, 5, 6, 7, 8\n> \nyou x board o 1 2 3 x 5 6 7 8\n',
  )
  expect(stdout).toMatch(/\nyou x board o o 2 x x x 6 7 8\n.*\nYou win. Your return is 1.\n$/)
})

test('what is not possible is asked for again', () => {
  const { stdout } = play(
    ['tic-tac-toe', '--against', 'first', '--seat', '1'],
    '0',
    '',
    'my best: \\boxed{4}',
    'quit',
  )
  expect(
    stdout.match(
      /That is not possible here; 'help' says how to answer.\nYou may answer: 1, 2, 3, 4, 5, 6, 7, 8\n> /g,
    ),
  ).toHaveLength(2)
  expect(stdout).toContain('you o board x x 2 3 o 5 6 7 8\n')
  expect(stdout).toMatch(/You resign. Your return is -1.\n$/)
})

test('moves are told by number or by a clear beginning, and rules and help are answered', () => {
  const { stdout } = play(
    ['kuhn-poker', '--against', 'first', '--seed', '2'],
    'help',
    'rules',
    '3',
    'c',
    ' 2 ',
  )
  expect(stdout).toContain(
    "\n> Answer with a move as it is listed, with its number, or with a beginning that no other move has;\n'rules' tells the rules, 'quit' resigns.\nYou may answer: 1 check, 2 bet\n> Kuhn poker. The deck",
  )
  expect(stdout.match(/That is not possible here/g)).toHaveLength(1)
  expect(stdout).toMatch(/Your return is -?[12].\n$/)
})

test('as JSON, with the conversation on standard error', () => {
  const args = ['kuhn-poker:players=3', '--against', 'ismcts:50', '--seed', '3', '--json']
  const { stdout, stderr } = play(args, 'check', 'fold', 'fold')
  const { returns, ...rest } = JSON.parse(stdout) as { readonly returns: readonly number[] }
  expect(rest).toEqual({
    game: 'kuhn-poker:players=3',
    against: 'ismcts:50',
    seat: 0,
    seed: 3,
    end: 'finished',
  })
  expect(returns.reduce((sum, value) => sum + value)).toBe(0)
  expect(stderr).toContain('You may answer: 1 check, 2 bet\n> ')
  expect(play(args, 'check', 'fold', 'fold')).toMatchObject({ stdout, stderr })
})

test('the end of the input resigns', () => {
  const { status, stdout } = play(['kuhn-poker', '--against', 'uniform', '--json'])
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ end: 'resigned', returns: [-2, 2] })
})

test.for([
  [['tic-tac-toe'], /required option '--against <agent>' not specified/],
  [['tic-tac-toe', '--against', 'minimx'], /There is no agent 'minimx'; did you mean 'minimax'\?/],
  [['kuhn-poker', '--against', 'mcts'], /kuhn-poker hides information, so mcts cannot play it; use 'ismcts'/],
  [['kuhn-poker', '--against', 'first', '--seat', '2'], /kuhn-poker has the seats 0 to 1, and no seat 2/],
] as const)('%j is refused in one line', ([args, message]) => {
  const { status, stdout, stderr } = play(args)
  expect(stderr).toMatch(/^coevo: .*\n$/)
  expect(stderr).toMatch(message)
  expect([status, stdout]).toEqual([2, ''])
})

const script = spawnSync('script', ['--version']).status === 0

test.runIf(script)('on a terminal too it ends with the match', () => {
  const command = `${process.execPath} --conditions=source ${main} play tic-tac-toe --against first`
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    input: '4\n3\n5\n',
    timeout: 60_000,
  })
  expect(status).toBe(0)
  expect(stdout).toContain('You win. Your return is 1.')
})
