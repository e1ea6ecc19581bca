import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { mean, proportion } from 'coevo/core'

describe('proportion', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published interval for %i of %i', (successes, trials, low, high) => {
    const interval = proportion(successes, trials)
    expect(interval.estimate).toBe(successes / trials)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test.prop([fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true })])(
    'lies in [0, 1], holds the estimate, and mirrors for failures',
    (trials, share) => {
      const successes = Math.round(share * trials)
      const interval = proportion(successes, trials)
      const mirrored = proportion(trials - successes, trials)
      expect(interval.low).toBeGreaterThanOrEqual(0)
      expect(interval.high).toBeLessThanOrEqual(1)
      expect(interval.low).toBeLessThanOrEqual(interval.estimate + 1e-12)
      expect(interval.high).toBeGreaterThanOrEqual(interval.estimate - 1e-12)
      expect(mirrored.low).toBeCloseTo(1 - interval.high, 10)
    },
  )

  it('refuses what is no proportion', () => {
    expect(() => proportion(0, 0)).toThrow(RangeError)
    expect(() => proportion(3, 2)).toThrow(RangeError)
  })
})

describe('mean', () => {
  it('gives the normal interval: 1.96 standard errors to each side', () => {
    const interval = mean([2, 4, 4, 4, 5, 5, 7, 9])
    // Sum of squared deviations 32, so s² = 32/7 and the standard error is √(32/56).
    expect(interval.estimate).toBe(5)
    expect(interval.high - 5).toBeCloseTo(1.959964 * Math.sqrt(32 / 56), 6)
    expect(5 - interval.low).toBeCloseTo(interval.high - 5, 12)
  })

  it('allows for values that have not been seen, where the range says that there are others', () => {
    const alike = Array.from({ length: 100 }, () => 1)
    expect(mean(alike)).toEqual({ estimate: 1, low: 1, high: 1 })
    const { low, high } = mean(alike, [-1, 1])
    // Of values that are −1 with this probability, 100 are all 1 with a probability of 0.025.
    expect((1 - (1 - low) / 2) ** 100).toBeCloseTo(0.025, 6)
    expect(high).toBe(1)
    expect(mean([1, 2, 3], [0, 9])).toEqual(mean([1, 2, 3]))
  })

  it('needs two values', () => {
    expect(() => mean([1])).toThrow(RangeError)
  })
})
