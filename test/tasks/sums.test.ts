import { sums } from 'coevo/tasks/sums'
import { expect, test } from 'vitest'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const onPaper = sums.with({ scratchpad: true })

describeLaws(sums)
describeLaws(onPaper)

test.each([
  ['1 6', 1],
  ['3 + 8 = 1 1 + 5 = 1 6 answer 1 6', 1],
  // Any order leads there, and what leads there is not judged.
  ['8 + 5 = 1 3 + 3 = 1 6 answer 1 6', 1],
  ['8 + 5 = 1 4 + 3 = 1 6 answer 1 6', 1],
  ['8 + 5 = 1 3 + 3 = 1 6 answer 1 7', 0],
])('%j scores %f', (answer, score) => {
  expect(onPaper.verify({ terms: [3, 8, 5] }, answer)).toEqual({ score, readable: true })
})

test('steps without an answer cannot be read', () => {
  expect(onPaper.verify({ terms: [3, 8, 5] }, '3 + 8 = 1 1 + 5 = 1 6').readable).toBe(false)
})

test('a few problems read as they did', () => {
  expectGoldenTask('sums', [[sums], [onPaper, { terms: 4 }], [onPaper, { digits: 2 }]], import.meta)
})
