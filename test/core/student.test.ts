import { fc, test } from '@fast-check/vitest'
import { meanOfFew, stream, studentQuantile } from 'coevo/core'
import { describe, expect, it } from 'vitest'

describe('the 0.975 quantile of t', () => {
  // Abramowitz and Stegun 1964, table 26.10.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])('of %d degrees of freedom is %d', (degrees, quantile) =>
    expect(studentQuantile(degrees)).toBeCloseTo(quantile, 3),
  )

  it('falls to that of the normal distribution, without a step where it becomes a series', () => {
    expect(studentQuantile(100_000)).toBeCloseTo(1.95996, 3)
    const [before, after] = [studentQuantile(1000), studentQuantile(1001)]
    expect(before).toBeCloseTo(1.962339, 6)
    expect(before - after).toBeGreaterThan(0)
    expect(before - after).toBeLessThan(1e-5)
  })
})

describe('meanOfFew', () => {
  it('of three values is 4.303 standard errors wide to either side', () => {
    const { estimate, low, high } = meanOfFew([1, 2, 3])
    expect(estimate).toBe(2)
    expect(high - estimate).toBeCloseTo(4.3027 / Math.sqrt(3), 4)
    expect(estimate - low).toBeCloseTo(high - estimate, 12)
  })

  it('covers the mean of normal values in 95 of 100 repetitions', () => {
    const random = stream('student')
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
    const covers = () => {
      const { low, high } = meanOfFew([normal(), normal(), normal()])
      return low <= 0 && high >= 0
    }
    const share = Array.from({ length: 10_000 }, covers).filter(Boolean).length / 10_000
    expect(share).toBeGreaterThan(0.944)
    expect(share).toBeLessThan(0.956)
  })

  test.prop([fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 }), fc.integer()])(
    'moves with the values',
    (values, by) => {
      const [here, there] = [meanOfFew(values), meanOfFew(values.map((value) => value + by))]
      expect(there.low - here.low).toBeCloseTo(by, 3)
      expect(there.high - here.high).toBeCloseTo(by, 3)
    },
  )

  it('stays within a range, and allows for others where all values are alike', () => {
    const { low, high } = meanOfFew([0, 1], [0, 1])
    expect([low, high]).toEqual([0, 1])
    // Of three alike the share that was missed is 1 − 0.025^(1/3) at most.
    expect(meanOfFew([1, 1, 1], [0, 1])).toEqual({
      estimate: 1,
      low: expect.closeTo(0.025 ** (1 / 3), 12),
      high: 1,
    })
    expect(meanOfFew([1, 1, 1])).toEqual({ estimate: 1, low: 1, high: 1 })
  })

  it('needs two values', () => expect(() => meanOfFew([1])).toThrow('at least two values, not 1'))
})
