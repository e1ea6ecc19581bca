import { stream } from 'coevo/core'
import { expect } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import { fakeTerminal } from './terminal.ts'

/** Command lines that are right, of which each trial spoils a part; none of them is to run for long. */
const LINES = [
  'run kuhn-equilibrium --seed 7 --set steps=3 games=8 --concurrency 4',
  'resume runs/none-1 --from 3 --changed',
  'study spiral --seeds 1,2 --arms spiral --jobs 1 --fresh',
  'solve kuhn-poker --algorithm cfr+ --iterations 5 --seed 1',
  'tournament --game kuhn-poker --agents uniform,first --rounds 1 --format round-robin --rule retry:2',
  'play kuhn-poker --against uniform --seat 1',
  'check match --drops 1 --json',
  'results runs/none',
  'curriculum runs/none-1',
  'scenarios --json',
]
const WORDS = [
  '',
  ' ',
  '-',
  '--',
  '---',
  '--=',
  '-1',
  '0',
  '1e999',
  'NaN',
  '4294967296',
  '99999999999999999999',
  '../..',
  '/',
  './none.ts',
  '/dev/null',
  '--set',
  '--seed',
  '--json',
  '--out',
  'steps=',
  '=',
  'steps=--',
  '{"a":1}',
  '[[[[',
  '__proto__',
  'constructor',
  'toString',
  '\u001b[2J',
  '\u202egame',
  '\u0000',
  'ü',
  '🎲',
  'a'.repeat(5000),
  '%s%d',
  '$(id)',
  "';--",
]

/** Spoils a command line and expects an answer or one printable sentence, and never a fault of coevo's. */
export async function expectAnswer(number: number): Promise<number> {
  const random = stream('command line', number)
  const words = LINES[random.int(LINES.length)]!.split(' ')
  for (let changes = 1 + random.int(3); changes > 0; changes--) {
    const at = random.int(words.length + 1)
    const word = WORDS[random.int(WORDS.length)]!
    const how = random.int(4)
    if (how === 0) words.splice(at, 1)
    else if (how === 1) words.splice(at, 0, word)
    else if (how === 2) words.splice(at, 1, word)
    else words.splice(at, 1, (words[at] ?? '') + word)
  }
  // What trains is not to begin.
  const args = words.filter((word) => word !== 'kuhn-equilibrium')

  const terminal = fakeTerminal()
  const code = await execute(args, terminal)
  const what = JSON.stringify(args)
  expect([0, 1, 2], what).toContain(code)
  expect(terminal.stderr, what).not.toMatch(/unexpected error|\n {4}at /)
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(terminal.stderr, what).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/)
  if (code === 2) expect(terminal.stderr, what).toMatch(/^coevo: [^\n]+\n/)
  return code
}
