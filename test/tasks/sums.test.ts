import { fc } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { reordered, sums } from 'coevo/tasks/sums'
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

test('in another order it is the same sum, solved in another way', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 8 }), fc.nat(), (terms, seed) => {
      const other = reordered({ terms }, stream(seed))
      const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)
      expect(ascending(other.terms)).toEqual(ascending(terms))
      expect(onPaper.verify({ terms }, onPaper.solve(other)).score).toBe(1)
    }),
  )
  const orders = Array.from({ length: 60 }, (_, i) =>
    reordered({ terms: [3, 8, 5] }, stream(i)).terms.join(' '),
  )
  expect(new Set(orders).size).toBe(6)
})

test('a few problems read as they did', () => {
  expectGoldenTask('sums', [[sums], [onPaper, { terms: 4 }], [onPaper, { digits: 2 }]], import.meta)
})
