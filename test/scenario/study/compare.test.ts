import { fc } from '@fast-check/vitest'
import { describe, expect, it, test } from 'vitest'
import { differenceOf, spreadOf } from '../../../src/scenario/study/compare.ts'

describe('the spread of an arm', () => {
  it('is mean and standard deviation over the runs that there are', () => {
    expect(spreadOf([1, undefined, 3])).toEqual({
      mean: 2,
      deviation: Math.SQRT2,
      least: 1,
      most: 3,
      runs: 2,
    })
    expect(spreadOf([7])).toEqual({ mean: 7, deviation: null, least: 7, most: 7, runs: 1 })
  })

  it('is none where a run never got there: its steps are not known, only that they are more', () => {
    expect(spreadOf([1, null, 3])).toBeNull()
    expect(spreadOf([undefined])).toBeNull()
  })
})

describe('the difference of two arms', () => {
  it('goes by seeds that both have', () => {
    const { mean, low, high, pairs } = differenceOf([3, 5, 9, undefined], [1, 4, undefined, 2])!
    expect([mean, pairs]).toEqual([1.5, 2])
    // Student's t of one degree of freedom, 12.706, times a standard error of a half.
    expect(low).toBeCloseTo(1.5 - 12.706 / 2, 2)
    expect(high).toBeCloseTo(1.5 + 12.706 / 2, 2)
  })

  it('has no interval of a single pair, and is none of none or where one never got there', () => {
    expect(differenceOf([3], [1])).toEqual({ mean: 2, low: null, high: null, pairs: 1 })
    expect(differenceOf([3, undefined], [undefined, 1])).toBeNull()
    expect(differenceOf([3, null], [1, 2])).toBeNull()
    expect(differenceOf([3, null], [1, undefined])).toMatchObject({ mean: 2, pairs: 1 })
  })

  test('leaves what seeds have in common out, and turns round with the arms', () => {
    const value = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { minLength: 2, maxLength: 8 }), (seeds) => {
        const [a, b] = [seeds.map(([x]) => x), seeds.map(([, y]) => y)]
        const plain = differenceOf(a, b)!
        const shifted = differenceOf(
          seeds.map(([x, , shift]) => x + shift),
          seeds.map(([, y, shift]) => y + shift),
        )
        expect(shifted).toEqual(plain)
        const turned = differenceOf(b, a)!
        expect(turned.mean).toBeCloseTo(-plain.mean, 9)
        expect(turned.low).toBeCloseTo(-plain.high!, 6)
      }),
    )
  })
})
