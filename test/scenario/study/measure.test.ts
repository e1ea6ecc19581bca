import { fc } from '@fast-check/vitest'
import { describe, expect, it, test } from 'vitest'
import type { Measure } from 'coevo/scenario'
import { measured } from '../../../src/scenario/study/measure.ts'
import { measureSchema } from '../../../src/scenario/study/schema.ts'

const course = (...values: readonly (readonly [step: number, value: number])[]) =>
  values.map(([step, value]) => ({ step, name: 'accuracy', value, timing: false }))

const rows = course([0, 0.9], [5, 0.2], [10, 0.6], [15, 0.4])
const take = (of: Measure['of'], better: 'higher' | 'lower' = 'lower') =>
  measured({ name: 'm', metric: 'accuracy', of, better } as Measure, rows)

describe('a measure', () => {
  it('is the last value', () => expect(take('last')).toBe(0.4))

  it('is the last value, and better if higher, where nothing else is said', () => {
    const read = (measure: object) => measureSchema.parse({ name: 'm', metric: 'accuracy', ...measure })
    expect(read({})).toMatchObject({ of: 'last', better: 'higher' })
    expect(read({ of: { reaches: 0.6 } })).toMatchObject({ better: 'lower' })
    expect(measured({ name: 'm', metric: 'accuracy' }, rows)).toBe(take('last'))
    expect(measured({ name: 'm', metric: 'accuracy', of: 'best' }, rows)).toBe(take('best', 'higher'))
  })

  it('is the best value, by its direction', () => {
    expect(take('best', 'higher')).toBe(0.9)
    expect(take('best', 'lower')).toBe(0.2)
  })

  it('is the mean of what training came to, without what was before', () =>
    expect(take('mean')).toBeCloseTo(0.4, 12))

  it('is the step at which a value is reached or fallen to first, null if it never is', () => {
    expect(take({ reaches: 0.6 })).toBe(0)
    expect(measured({ name: 'm', metric: 'a', of: { reaches: 0.6 }, better: 'lower' }, rows.slice(1))).toBe(
      10,
    )
    expect(take({ reaches: 0.95 })).toBeNull()
    expect(take({ fallsTo: 0.5 })).toBe(5)
    expect(take({ fallsTo: 0.1 })).toBeNull()
  })

  it.each([['last'], ['best'], ['mean'], [{ reaches: 0 }]] as const)('%o of nothing is null', (of) =>
    expect(measured({ name: 'm', metric: 'a', of, better: 'lower' }, [])).toBeNull(),
  )

  test('never falls when a target is raised', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.tuple(fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 1 })),
        (values, targets) => {
          const [low, high] = targets.toSorted((a, b) => a - b)
          const steps = (reaches: number) =>
            measured(
              { name: 'm', metric: 'a', of: { reaches }, better: 'lower' },
              course(...values.map((v, i) => [i, v] as const)),
            ) ?? Infinity
          expect(steps(high!)).toBeGreaterThanOrEqual(steps(low!))
        },
      ),
    )
  })
})
