import { expect, test } from 'vitest'
import { summary } from '../../src/cli/summary.ts'
import type { RunResult } from '../../src/scenario/index.ts'

const result: RunResult = {
  scenario: 'practice',
  seed: 3,
  steps: 60,
  digest: 'd'.repeat(64),
  nashConv: null,
  headline: { metric: 'accuracy', first: 0.25, last: 0.5, best: 0.625 },
  measures: { 'accuracy on 3 digits': 0.125, 'steps to half of all': null },
  metrics: {},
  games: 15_360,
  tokens: 200_000,
  seconds: 61,
  gamesPerSecond: 500,
  trainTokensPerSecond: 10_000,
  run: 'runs/practice-3',
  finished: true,
}

test('the summary of a run tells how its headline went, and what a study would measure of it', () => {
  expect(summary(result)).toBe(`
practice, seed 3: 60 steps

  accuracy             first 0.250   last 0.500   best 0.625
  accuracy on 3 digits 0.125
  steps to half of all never
  games                15,360, 500 a second
  tokens               200,000, 10,000 a second in training
  time                 1:01
  run                  runs/practice-3
  digest               ${'d'.repeat(64)}
`)
})

test('of NashConv its course says enough', () => {
  const course = { first: 0.9, last: 0.1, best: 0.05 }
  const text = summary({
    ...result,
    nashConv: course,
    headline: { metric: 'nashConv', ...course },
    measures: { NashConv: 0.1 },
  })
  expect(text).toContain('\n  NashConv  first 0.900   last 0.100   best 0.0500\n  games ')
})
