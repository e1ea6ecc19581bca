import { expect, test } from 'vitest'
import { openDisplay } from '../../../src/cli/progress/display.ts'
import type { RunEvent } from '../../../src/scenario/index.ts'
import { fakeTerminal } from '../terminal.ts'

const start: RunEvent = {
  type: 'start',
  scenario: 'coin',
  seed: 1,
  run: 'runs/coin-1',
  step: 0,
  steps: 30,
  headline: 'nashConv',
  better: 'lower',
  course: [],
}
const evaluation = (step: number): RunEvent => ({
  type: 'evaluation',
  step,
  metrics: { nashConv: 1 / (step + 1) },
})
const step = (step: number): RunEvent => ({
  type: 'step',
  step,
  steps: 30,
  // A line that comes and goes: what is drawn grows and shrinks.
  metrics: { 'player-0/illegal': step % 3 },
  gamesPerSecond: 100,
  trainTokensPerSecond: 1000,
  seconds: step,
  evaluates: step === 30 || step === 9,
})

/** What a screen shows after this output: moves up, carriage returns, and erasing from the cursor. */
function screen(output: string): string[] {
  const lines = ['']
  let row = 0
  for (const [token] of output.replaceAll('\x1b', '␛').matchAll(/␛\[[?\d]*[A-Za-z]|\r|\n|[^␛\r\n]+/g)) {
    const [, count, command] = /^␛\[(\d*)([A-Z])$/.exec(token) ?? []
    if (command === 'A') row -= Number(count)
    else if (command === 'J') lines.splice(row)
    else if (token === '\n') row += 1
    else if (!token.startsWith('␛') && token !== '\r') lines[row] = token
    lines[row] ??= ''
  }
  return lines
}

test('the live view is drawn over itself, and the cursor comes back', () => {
  const terminal = fakeTerminal({ live: true })
  const display = openDisplay(terminal)
  display.show(start)
  display.show(evaluation(0))
  for (let n = 1; n <= 30; n++) display.show(step(n))
  display.show(evaluation(30))
  display.close()
  expect(screen(terminal.stderr)).toEqual([
    ' coin  seed 1 → runs/coin-1',
    '',
    expect.stringMatching(/^ step {7}30\/30 {2}━{40} {2}0:00$/),
    ' nashConv   0.0323  █▁  from 1, best 0.0323 at step 30',
    ' speed      100 games/s  1,000 tokens/s in training',
    '',
  ])
  expect(terminal.stderr.lastIndexOf('\x1b[?25h')).toBeGreaterThan(terminal.stderr.lastIndexOf('\x1b[?25l'))
})

test('steps that follow each other quickly are not all drawn', () => {
  const terminal = fakeTerminal({ live: true })
  const display = openDisplay(terminal)
  display.show(start)
  for (let n = 1; n <= 30; n++) display.show(step(n))
  display.close()
  const drawings = terminal.stderr.split('\x1b[?2026h').length - 1
  expect(drawings).toBeGreaterThan(2)
  expect(drawings).toBeLessThan(10)
})

test('without a terminal every evaluation has a line, and steps only after five quiet seconds', () => {
  let now = 0
  const terminal = fakeTerminal({ now: () => now })
  const display = openDisplay(terminal)
  display.show(start)
  display.show(evaluation(0))
  for (let n = 1; n <= 9; n++) {
    now += 1000
    display.show(step(n))
  }
  display.show(evaluation(9))
  display.stopping()
  expect(terminal.stderr.split('\n')).toEqual([
    'coin, seed 1, 30 steps, in runs/coin-1',
    'step 0/30  nashConv 1',
    'step 5/30  nashConv 1  100 games/s  1,000 tokens/s  0:25 left',
    'step 9/30  nashConv 0.100  100 games/s  1,000 tokens/s  0:21 left',
    'stopping after this step',
    '',
  ])
})

test('a step that is evaluated has one line, after its evaluation, also where a line is due', () => {
  let now = 0
  const terminal = fakeTerminal({ now: () => now })
  const display = openDisplay(terminal)
  display.show(start)
  now = 9000
  display.show(step(9))
  display.show(evaluation(9))
  expect(terminal.stderr.match(/step 9\//g)).toHaveLength(1)
  expect(terminal.stderr).toContain('step 9/30  nashConv 0.100')
})
