import { categorical, stream } from 'coevo/core'
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'

const name = fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1, maxLength: 5 })

describe('stream', () => {
  test.prop([name])('gives the same numbers for the same name', (parts) => {
    const [a, b] = [stream(...parts), stream(...parts)]
    expect(Array.from({ length: 20 }, () => a.uniform())).toEqual(
      Array.from({ length: 20 }, () => b.uniform()),
    )
  })

  test.prop([name, name])('gives other numbers for another name', (a, b) => {
    fc.pre(JSON.stringify(a) !== JSON.stringify(b))
    const draw = (parts: typeof a) => {
      const random = stream(...parts)
      return [random.uniform(), random.uniform(), random.uniform()]
    }
    expect(draw(a)).not.toEqual(draw(b))
  })

  test('keeps these numbers from version to version', () => {
    const random = stream(7, 'session', 3, 'player-0')
    expect([random.uniform(), random.uniform(), random.int(1000), random.int(1000)]).toMatchInlineSnapshot(`
      [
        0.927004936314986,
        0.6163039179302374,
        600,
        203,
      ]
    `)
  })

  test('is uniform: the first draws of neighbouring names pass a chi-squared test', () => {
    const bins = new Float64Array(64)
    const n = 64_000
    for (let i = 0; i < n; i++) bins[Math.floor(stream('neighbours', i).uniform() * 64)]! += 1
    const chi = bins.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0)
    // 63 degrees of freedom: the 0.01 % points are 27 and 118.
    expect(chi).toBeGreaterThan(27)
    expect(chi).toBeLessThan(118)
  })

  test('is independent from name to name: neighbouring streams do not correlate', () => {
    const n = 40_000
    let sum = 0
    for (let i = 0; i < n; i++) sum += (stream('a', i).uniform() - 0.5) * (stream('a', i + 1).uniform() - 0.5)
    // The mean of n products has standard deviation 1 / (12 √n).
    expect(Math.abs(sum / n) * 12 * Math.sqrt(n)).toBeLessThan(4)
  })

  test.prop([fc.integer({ min: 1, max: 1_000_000 }), fc.integer()])(
    'int stays below its bound',
    (n, seed) => {
      const random = stream(seed)
      for (let i = 0; i < 20; i++) {
        const draw = random.int(n)
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true)
      }
    },
  )
})

describe('categorical', () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 })

  test.prop([weights, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })])(
    'never draws what has probability zero',
    (p, u) => {
      fc.pre(p.some((x) => x > 1e-6))
      expect(p[categorical(p, u)]).toBeGreaterThan(0)
    },
  )

  test.prop([weights])('draws each index for the share of u that is its probability', (p) => {
    const total = p.reduce((sum, x) => sum + x, 0)
    fc.pre(total > 1e-3)
    const counts = p.map(() => 0)
    const n = 2000
    for (let k = 0; k < n; k++) counts[categorical(p, (k + 0.5) / n)]! += 1
    p.forEach((x, i) => expect(Math.abs(counts[i]! / n - x / total)).toBeLessThan(2 / n))
  })
})
