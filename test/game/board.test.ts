import { fc, test } from '@fast-check/vitest'
import { boardText, memberOf, sizeOf, squareNames } from 'coevo/game'
import { expect } from 'vitest'

test('squares are named by column and row, row 1 at the bottom or at the top', () => {
  expect(squareNames(2, 3)).toEqual(['a2', 'b2', 'c2', 'a1', 'b1', 'c1'])
  expect(squareNames(2, 3, 'top')).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
})

test('a board is written row by row, empty cells as dots', () => {
  expect(boardText(['x', '', 'o', '', '', 'x'], 3)).toBe('x . o / . . x')
  expect(boardText(['', 'w', 'b'], 1)).toBe('. / w / b')
})

const sets = fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 1 })

test.prop([sets])('the members of a set of bits are counted, and found in rising order', (members) => {
  const set = members.reduce((bits, member) => bits | (1 << member), 0)
  const sorted = members.toSorted((a, b) => a - b)
  expect(sizeOf(set)).toBe(members.length)
  expect(sorted.map((_, i) => memberOf(set, i))).toEqual(sorted)
})
