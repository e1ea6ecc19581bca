import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { choose, logProbability } from '../../src/model/sampling.ts'

/** What a network says: logits, then their probabilities in 32 bits. */
function outlookOf(logits: readonly number[]): Float32Array {
  const top = Math.max(...logits)
  const total = logits.reduce((sum, x) => sum + Math.exp(x - top), 0)
  return Float32Array.from([...logits, ...logits.map((x) => Math.exp(x - top) / total)])
}

const size = 8
const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: size, maxLength: size })
const allowed = fc.option(
  fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }).map((ids) => ids.toSorted((a, b) => a - b)),
)
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('choose', () => {
  test.prop([logits, allowed, fc.constantFrom(0, 0.3, 1, 2), uniform])(
    'takes an allowed token and tells its probability',
    (values, ids, temperature, u) => {
      const outlook = outlookOf(values)
      const { token, logprob } = choose(outlook, ids, temperature, () => u)
      expect(ids ?? [...values.keys()]).toContain(token)
      expect(logprob).toBeLessThanOrEqual(0)
      if (temperature === 1)
        expect(Math.abs(logprob - logProbability(outlook, ids, token))).toBeLessThan(1e-5)
      if (temperature === 0) {
        expect(logprob).toBe(0)
        for (const id of ids ?? values.keys()) expect(outlook[token]).toBeGreaterThanOrEqual(outlook[id]!)
      }
    },
  )

  test.prop([logits, allowed])(
    'gives each token the share of the draws that is its probability',
    (values, ids) => {
      const outlook = outlookOf(values)
      const draws = 2000
      const counts = new Map<number, number>()
      // Evenly spaced draws: the counts are exact up to one at either end of a token's interval.
      for (let i = 0; i < draws; i++) {
        const { token } = choose(outlook, ids, 1, () => (i + 0.5) / draws)
        counts.set(token, (counts.get(token) ?? 0) + 1)
      }
      for (const id of ids ?? values.keys()) {
        const p = Math.exp(logProbability(outlook, ids, id))
        expect(Math.abs((counts.get(id) ?? 0) - draws * p)).toBeLessThan(1.5)
      }
    },
  )

  it.for([
    [0, 1],
    [1 - 2 ** -53, 3],
  ] as const)('never takes what is impossible: draw %d', ([u, token]) => {
    const impossible = Float32Array.from([-200, 0, -200, 0, -200, 0, 0.5, 0, 0.5, 0])
    expect(choose(impossible, null, 1, () => u).token).toBe(token)
  })

  it('draws nothing where it need not', () => {
    const draw = () => {
      throw new Error('drawn')
    }
    expect(choose(outlookOf([1, 3, 2]), null, 0, draw)).toEqual({ token: 1, logprob: 0 })
  })
})
