import { fc, test } from '@fast-check/vitest'
import { generalisedAdvantages } from 'coevo/learn'
import { describe, expect } from 'vitest'

const real = fc.double({ min: -5, max: 5, noNaN: true })
const unit = fc.double({ min: 0, max: 1, noNaN: true })
const steps = fc.array(fc.tuple(real, real), { maxLength: 12 })

describe('generalised advantages', () => {
  test.prop([steps, unit, unit, real])(
    'are what they are defined to be',
    (drawn, gamma, lambda, bootstrap) => {
      const [rewards, values] = [drawn.map(([reward]) => reward), drawn.map(([, value]) => value)]
      const found = generalisedAdvantages(rewards, values, { gamma, lambda, bootstrap })
      const errors = rewards.map((reward, t) => reward + gamma * (values[t + 1] ?? bootstrap) - values[t]!)
      for (const [t, advantage] of found.entries()) {
        const expected = errors.slice(t).reduce((sum, error, k) => sum + (gamma * lambda) ** k * error, 0)
        expect(advantage).toBeCloseTo(expected, 9)
      }
      expect(found).toHaveLength(rewards.length)
    },
  )

  test.prop([steps, unit, real])(
    'λ = 0: the error of one step; λ = 1: the discounted return less the value',
    (drawn, gamma, bootstrap) => {
      const [rewards, values] = [drawn.map(([reward]) => reward), drawn.map(([, value]) => value)]
      const near = generalisedAdvantages(rewards, values, { gamma, lambda: 0, bootstrap })
      const far = generalisedAdvantages(rewards, values, { gamma, lambda: 1, bootstrap })
      for (const [t, value] of values.entries()) {
        expect(near[t]).toBeCloseTo(rewards[t]! + gamma * (values[t + 1] ?? bootstrap) - value, 9)
        const later = [...rewards.slice(t), bootstrap]
        expect(far[t]).toBeCloseTo(later.reduce((sum, r, k) => sum + gamma ** k * r, 0) - value, 9)
      }
    },
  )

  test('are 0 where the values were right', () => {
    expect(generalisedAdvantages([0, 0, 1], [1, 1, 1])).toEqual([0, 0, 0])
  })

  test('refuse options out of range and steps that do not match', () => {
    expect(() => generalisedAdvantages([1], [0], { lambda: 2 })).toThrow('lambda is 2')
    expect(() => generalisedAdvantages([1], [])).toThrow(RangeError)
  })
})
