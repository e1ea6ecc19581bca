import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { fc } from '@fast-check/vitest'
import { drawProgress, progressLine } from '../../../src/cli/progress/draw.ts'
import { advance, initialProgress, type Progress } from '../../../src/cli/progress/state.ts'
import type { RunEvent } from '../../../src/scenario/index.ts'

const start: RunEvent = {
  type: 'start',
  scenario: 'kuhn-equilibrium',
  seed: 7,
  run: 'runs/kuhn-equilibrium-7',
  step: 0,
  steps: 400,
  headline: 'nashConv',
  better: 'lower',
  course: [],
}

/** A run whose NashConv falls from 0.917 by a law, evaluated every 20 steps. */
function* events(last: number): Generator<RunEvent> {
  const nashConv = (step: number) => 0.917 / (1 + step / 25)
  const winRates = {
    gameValue: -0.0556,
    'winRate/uniform': 0.91,
    'winRate/uniform/low': 0.87,
    'winRate/uniform/high': 0.935,
    'winRate/equilibrium': 0.4837,
    'drawRate/uniform': 0,
  }
  yield start
  yield { type: 'evaluation', step: 0, metrics: { nashConv: nashConv(0), ...winRates } }
  for (let step = 1; step <= last; step++) {
    const metrics = {
      games: 256,
      'player-0/return': -0.0556,
      'player-0/illegal': 0,
      'player-1/return': 0.0556,
      'player-1/illegal': 0.0012,
      'policy/alpha': 0.05,
      'policy/loss': Math.cos(step / 3) / step,
      'policy/entropy': 0.61,
      'policy/gradientNorm': 0.0432,
      'policy/clipFraction': 0.1,
      'policy/magnet/kl': 0.123,
      'policy/learningRate': 0.001,
    }
    const speed = { gamesPerSecond: 2113.4, trainTokensPerSecond: 41200, seconds: step / 10 }
    yield { type: 'step', step, steps: 400, metrics, ...speed, evaluates: step % 20 === 0 }
    if (step % 20 === 0)
      yield { type: 'evaluation', step, metrics: { nashConv: nashConv(step), ...winRates } }
    if (step % 50 === 0) yield { type: 'checkpoint', step }
  }
}

const progressAt = (step: number): Progress => [...events(step)].reduce(advance, initialProgress)
const draw = (progress: Progress, columns = 100, color = false) =>
  `${drawProgress(progress, { columns, color }).join('\n')}\n`

describe('the live view', () => {
  test.each([0, 130, 400])('at step %d', async (step) => {
    await expect(draw(progressAt(step))).toMatchFileSnapshot(`step-${step}.golden.txt`)
  })

  test('on a narrow terminal', async () => {
    await expect(draw(progressAt(130), 60)).toMatchFileSnapshot('narrow.golden.txt')
  })

  test('in colour says the same', () => {
    const colored = draw(progressAt(130), 100, true)
    expect(colored).toContain('\x1b[32m━')
    expect(stripVTControlCharacters(colored)).toBe(draw(progressAt(130)))
  })

  test('while it stops', () => {
    expect(draw({ ...progressAt(130), stopping: true })).toMatch(/130\/400 .* stopping after this step\n/)
  })

  test('never has a line that would wrap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 20, max: 200 }), (step, columns) => {
        for (const line of drawProgress(progressAt(step), { columns, color: true }))
          expect(stripVTControlCharacters(line).length).toBeLessThan(columns)
      }),
      { numRuns: 50 },
    )
  })

  test('of a resumed run shows its whole course and counts the time left by its own steps', () => {
    const course = [0, 50, 100].map((step) => ({ step, value: 1 - step / 200 }))
    const resumed = { ...start, step: 100, course }
    const speed = { gamesPerSecond: 1, trainTokensPerSecond: 1, seconds: 10 }
    const done: RunEvent = { type: 'step', step: 110, steps: 400, metrics: {}, ...speed, evaluates: false }
    const view = draw([resumed, done].reduce(advance, initialProgress))
    expect(view).toContain('0:10, 4:50 left')
    expect(view).toMatch(/nashConv +0\.500 +█▅▁ +from 1, best 0\.500 at step 100/)
  })

  test('of a headline that is to rise calls the highest the best', () => {
    const course = [0.2, 0.7, 0.4].map((value, step) => ({ step, value }))
    const rising: RunEvent = { ...start, headline: 'accuracy', better: 'higher', step: 2, course }
    expect(draw(advance(initialProgress, rising))).toMatch(
      /accuracy +0\.400 +▁█▄ +from 0\.200, best 0\.700 at step 1/,
    )
  })
})

describe('a plain line', () => {
  test.each([
    [0, 'step 0/400  nashConv 0.917'],
    [40, 'step 40/400  nashConv 0.353  policy/loss 0.0180  2,113 games/s  41,200 tokens/s  0:36 left'],
  ])('at step %d', (step, line) => {
    expect(progressLine(progressAt(step))).toBe(line)
  })
})
