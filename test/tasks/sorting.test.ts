import { sorting } from 'coevo/tasks/sorting'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(sorting)

fcTest.prop([anyProblem(sorting)])(
  'the solution has the same digits, none before a smaller',
  ({ digits }) => {
    const sorted = sorting.solve({ digits }).split(' ').map(Number)
    const count = (list: readonly number[]) => Map.groupBy(list, (digit) => digit)
    for (const [digit, all] of count(digits)) expect(count(sorted).get(digit)).toEqual(all)
    expect(sorted.every((digit, i) => i === 0 || sorted[i - 1]! <= digit)).toBe(true)
  },
)

fcTest.prop([anyProblem(sorting), fc.nat(15)])(
  'the score is the share that is right from the beginning',
  (problem, cut) => {
    const words = sorting.solve(problem).split(' ')
    fc.pre(cut < words.length && cut > 0)
    expect(sorting.verify(problem, words.slice(0, cut).join(' ')).score).toBe(cut / words.length)
    expect(sorting.verify(problem, [...words, 9].join(' ')).score).toBe(words.length / (words.length + 1))
  },
)

test.each([
  ['1 2 2 9', 1],
  ['1229', 1],
  ['1 2 9 2', 0.5],
  ['2 1 2 9', 0],
])('%j scores %f', (answer, score) => {
  expect(sorting.verify({ digits: [9, 2, 1, 2] }, answer)).toEqual({ score, readable: true })
})

test('a few problems read as they did', () => {
  expectGoldenTask('sorting', [[sorting], [sorting, { length: 9 }]], import.meta)
})
