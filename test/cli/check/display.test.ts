import { expect, test } from 'vitest'
import type { CheckProgress } from 'coevo/check'
import { openCheckDisplay, progressLine } from '../../../src/cli/check/display.ts'
import { fakeTerminal } from '../terminal.ts'

/** So many states or runs, reached at so many a second. */
const at = (n: number): CheckProgress => ({ states: n, transitions: 3 * n, runs: n, depth: 7, frontier: 12 })

function show(changes: Parameters<typeof fakeTerminal>[0], runs?: number) {
  let now = 0
  const terminal = fakeTerminal({ ...changes, now: () => now })
  const display = openCheckDisplay(terminal, 'greeting', runs)
  for (now = 0; now <= 12_000; now += 20) display.show(at(now))
  display.close()
  return terminal.stderr
}

test('an exhaustive check tells states, steps, depth, frontier and speed', () => {
  expect(progressLine(at(25_000), { runs: undefined, seconds: 5 })).toBe(
    '25,000 states  75,000 steps  depth 7  frontier 12  15,000 steps/s  0:05',
  )
})

test('a random check tells runs, speed and the time that is left', () => {
  expect(progressLine(at(2500), { runs: 10_000, seconds: 5 })).toBe(
    '2,500 of 10,000 runs  7,500 steps  500 runs/s  0:05, 0:15 left',
  )
  expect(progressLine(at(0), { runs: 10_000, seconds: 0 })).toBe('0 of 10,000 runs  0 steps  0 runs/s  0:00')
})

test('on a terminal one line is drawn over itself some ten times a second, and taken away at the end', () => {
  const output = show({ live: true })
  const drawings = output.split('\r').slice(1)
  expect(drawings.length).toBe(151)
  expect(drawings[0]).toBe(' greeting  80 states  240 steps  depth 7  frontier 12  3,000 steps/s  0:00\x1b[K')
  expect(drawings.at(-1)).toBe('\x1b[K')
  expect(output).not.toContain('\n')
})

test('a line that would wrap is cut', () => {
  const output = show({ live: true, size: () => ({ columns: 30, rows: 9 }) })
  const lines = output.split('\r').slice(1, -1)
  for (const line of lines) expect(line.replace('\x1b[K', '').length).toBeLessThan(30)
  expect(lines[0]).toBe(' greeting  80 states  240 st…\x1b[K')
})

test('elsewhere there is a line every five seconds', () => {
  expect(show({}, 20_000)).toBe(
    [
      'greeting: 5,000 of 20,000 runs  15,000 steps  1,000 runs/s  0:05, 0:15 left\n',
      'greeting: 10,000 of 20,000 runs  30,000 steps  1,000 runs/s  0:10, 0:10 left\n',
    ].join(''),
  )
})

test('a check that is over at once shows nothing', () => {
  const terminal = fakeTerminal({ live: true })
  openCheckDisplay(terminal, 'greeting', undefined).close()
  expect(terminal.stderr).toBe('')
})
