import { describe, expect, test } from 'vitest'
import { fc } from '@fast-check/vitest'
import { duration, figure } from '../../../src/cli/progress/figure.ts'
import { sparkline } from '../../../src/cli/progress/sparkline.ts'

describe('figure', () => {
  test.each([
    [0, '0'],
    [-1, '-1'],
    [16, '16'],
    [2_886_567, '2,886,567'],
    [0.916666, '0.917'],
    [-0.0556, '-0.0556'],
    [0.001234, '0.00123'],
    [0.00012345, '0.000123'],
    [0.0000123, '1.23e-5'],
    [12.345, '12.3'],
    [999.6, '1,000'],
    [41234.5, '41,235'],
  ])('%d is %s', (value, text) => {
    expect(figure(value)).toBe(text)
  })

  test('keeps a number to within six parts in a thousand', () => {
    const value = fc.double({ min: 1e-4, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(value, (value) => {
        expect(Math.abs(Number(figure(value).replaceAll(',', '')) - value)).toBeLessThanOrEqual(0.006 * value)
      }),
    )
  })
})

test.each([
  [0.4, '0:00'],
  [41, '0:41'],
  [59.6, '1:00'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

describe('sparkline', () => {
  test.each([
    [[], ''],
    [[3], '▁'],
    [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
    [[-1, 1], '▁█'],
  ])('of %j is %s', (values, text) => {
    expect(sparkline(values, 20)).toBe(text)
  })

  test('shows equal factors as equal heights on the logarithmic scale', () => {
    expect(sparkline([100, 10, 1], 20, 'logarithmic')).toBe('█▅▁')
    expect(sparkline([100, 10, 1], 20)).toBe('█▂▁')
  })

  test('falls back to the linear scale where there is no logarithm', () => {
    expect(sparkline([2, 1, 0], 20, 'logarithmic')).toBe(sparkline([2, 1, 0], 20))
  })

  test('a long series keeps its ends and its length', () => {
    const falling = Array.from({ length: 1000 }, (_, i) => 1000 - i)
    expect(sparkline(falling, 8)).toBe('█▇▆▅▄▃▂▁')
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true })),
        fc.integer({ min: 1, max: 50 }),
        (values, width) => {
          expect(sparkline(values, width)).toHaveLength(Math.min(values.length, width))
        },
      ),
    )
  })
})
