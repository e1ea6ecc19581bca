import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { Numbers, RowSet } from '../../src/check/rows.ts'

/** Rows of small numbers, so that many are equal, and of any number. */
const rows = fc.integer({ min: 1, max: 6 }).chain((width) => {
  const number = fc.oneof(fc.integer({ min: -1, max: 3 }), fc.integer())
  const row = fc.array(number, { minLength: width, maxLength: width })
  return fc.array(row, { minLength: 1, maxLength: 3000, size: 'max' })
})

describe('a set of rows', () => {
  test.prop([rows], { numRuns: 12 })(
    'keeps each once, in the order of adding, as a map by text does',
    (given) => {
      const set = new RowSet(given[0]!.length)
      const known = new Map<string, number>()
      for (const each of given) {
        const row = Int32Array.from(each)
        const place = known.get(row.join())
        expect(set.find(row)).toBe(place ?? -1)
        expect(set.add(row)).toBe(place ?? -1 - known.size)
        if (place === undefined) known.set(row.join(), known.size)
      }
      expect(set.rows.count).toBe(known.size)
      const read = new Int32Array(set.rows.width)
      for (const [text, place] of known) {
        set.rows.read(place, read)
        expect(read.join()).toBe(text)
      }
    },
  )

  test('finds a hundred thousand rows after it grew', () => {
    const set = new RowSet(3)
    const row = (n: number) => Int32Array.of(n % 7, n, n >> 5)
    for (let n = 0; n < 100_000; n++) set.add(row(n))
    const found = Array.from({ length: 100_000 }, (_, n) => set.find(row(n)))
    expect(found.every((place, n) => place === n)).toBe(true)
    expect(set.find(row(100_000))).toBe(-1)
  })
})

test('numbers stay where they are while the list grows', () => {
  const numbers = new Numbers()
  for (let n = 0; n < 5000; n++) numbers.push(n * 3)
  numbers.set(17, -1)
  expect([numbers.count, numbers.at(0), numbers.at(17), numbers.at(4999)]).toEqual([5000, 0, -1, 14_997])
})
