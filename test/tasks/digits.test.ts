import { stream } from 'coevo/core'
import { fraction, isEqual, readFraction, spellFraction } from 'coevo/tasks/digits/fraction'
import { countDigits, drawNumber, readNumber, spellNumber } from 'coevo/tasks/digits/number'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'

const anyNumber = fc.integer({ min: -(10 ** 15 - 1), max: 10 ** 15 - 1 })
const anyOrder = fc.constantFrom('forward' as const, 'reversed' as const)

fcTest.prop([anyNumber, anyOrder])('a number that is written is read again', (value, order) => {
  expect(readNumber(spellNumber(value, order).split(' '), order)).toBe(value)
})

fcTest.prop([fc.array(fc.constantFrom('0', '1', '2', '-', 'x')), anyOrder])(
  'words are a number in one way at most',
  (words, order) => {
    const value = readNumber(words, order)
    if (value !== null) expect(spellNumber(value, order)).toBe(words.join(' '))
  },
)

test.each(['', '-', '- 0', '0 1', '1 -', '1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6', '٣', '12'])(
  '%j is no number',
  (text) => {
    expect(readNumber(text.split(' '))).toBeNull()
  },
)

test.each([
  [1, 0, 9],
  [2, 10, 99],
  [3, 100, 999],
])('numbers of %i digits are drawn evenly from %i to %i', (digits, least, most) => {
  const random = stream('digits', digits)
  const size = most - least + 1
  const counts = new Map<number, number>()
  const draws = 100 * size
  for (let i = 0; i < draws; i++) {
    const value = drawNumber(digits, random)
    expect(countDigits(value)).toBe(digits)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  expect([counts.size, Math.min(...counts.keys()), Math.max(...counts.keys())]).toEqual([size, least, most])
  const square = [...counts.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)
  // χ² has mean size - 1 and variance 2 (size - 1).
  expect(Math.abs(square - (size - 1))).toBeLessThan(4 * Math.sqrt(2 * (size - 1)))
})

const anyRatio = fc.tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: 1, max: 999 }))

fcTest.prop([anyRatio, anyRatio])(
  'fractions are equal exactly where their products crosswise are',
  ([a, b], [c, d]) => {
    expect(isEqual(fraction(a, b)!, fraction(c, d)!)).toBe(a * d === b * c)
    expect(isEqual(fraction(a, b)!, fraction(-a * d, -b * d)!)).toBe(true)
  },
)

fcTest.prop([anyRatio])('a fraction is written in lowest terms and read in any', ([a, b]) => {
  const value = fraction(a, b)!
  expect(readFraction(spellFraction(value).split(' '))).toEqual(value)
  expect(readFraction(`${spellNumber(a)} / ${spellNumber(b)}`.split(' '))).toEqual(value)
  expect(spellFraction(value).split(' ').length).toBeLessThanOrEqual(`${a}/${b}`.length)
})

test('nothing is divided by 0', () => {
  expect(fraction(1, 0)).toBeNull()
  expect(readFraction(['1', '/', '0'])).toBeNull()
})
