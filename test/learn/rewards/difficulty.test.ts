import { fc, test } from '@fast-check/vitest'
import {
  challengerReward,
  formatPenalised,
  gaussianUtility,
  inBand,
  learnability,
  proposerReward,
  uncertainty,
} from 'coevo/learn'
import { describe, expect } from 'vitest'

const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('rewards for questions of the right difficulty', () => {
  for (const [name, reward] of Object.entries({
    learnability,
    'uncertainty, as in the code': (p: number) => uncertainty(p),
    'uncertainty, as in the paper': (p: number) => uncertainty(p, 1),
    gaussianUtility: (p: number) => gaussianUtility(p),
  }))
    test.prop([share, share])(`${name} is the same on both sides of ½ and falls away from it`, (p, q) => {
      expect(reward(p)).toBeCloseTo(reward(1 - p), 12)
      const [nearer, farther] = [p, q].toSorted((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5))
      expect(reward(nearer!)).toBeGreaterThanOrEqual(reward(farther!) - 1e-12)
      expect(reward(0.5)).toBeGreaterThanOrEqual(reward(p))
    })

  test.prop([share])('the two published forms of uncertainty', (p) => {
    expect(uncertainty(p)).toBeCloseTo(Math.min(p, 1 - p), 12)
    expect(uncertainty(p, 1)).toBeCloseTo(1 - 2 * Math.abs(p - 0.5), 12)
  })

  test('a question that is solved half the time has a utility of 1; μ and σ are options', () => {
    expect(gaussianUtility(0.5)).toBe(1)
    expect(gaussianUtility(0.7, { mean: 0.5, deviation: 0.2 })).toBeCloseTo(Math.exp(-0.5), 12)
    expect(gaussianUtility(0.25, { mean: 0.25, deviation: 0.1 })).toBe(1)
    expect(() => gaussianUtility(0.5, { deviation: 0 })).toThrow('deviation is 0')
  })

  test('the ends of a band belong to it unless it is open', () => {
    const band = { low: 0.3, high: 0.8 }
    expect([0.2, 0.3, 0.5, 0.8, 0.9].map((p) => inBand(p, band))).toEqual([false, true, true, true, false])
    expect([0, 0.1, 1].map((p) => inBand(p, { low: 0, high: 1, open: true }))).toEqual([false, true, false])
  })

  test.prop([share])(
    'a proposer earns nothing at either end, and more for what is solved less between',
    (s) => {
      expect(proposerReward(0)).toBe(0)
      expect(proposerReward(1)).toBe(0)
      if (s > 0) expect(proposerReward(s)).toBe(1 - s)
    },
  )

  test.prop([fc.double({ min: -1, max: 1, noNaN: true })])(
    'what earns something beats what is only well formed, and that beats what is not',
    (reward) => {
      const [good, empty, bad] = [
        formatPenalised(reward, true),
        formatPenalised(0, true),
        formatPenalised(1, false),
      ]
      expect([empty, bad]).toEqual([-0.5, -1])
      expect(good).toBe(reward > 0 ? reward : -0.5)
      expect(formatPenalised(reward, false, { malformed: -3 })).toBe(-3)
    },
  )

  test.prop([share, share])(
    'a challenger is paid for doubt, less for duplicates, least for gibberish',
    (p, d) => {
      expect(challengerReward(p, d)).toBeCloseTo(Math.min(p, 1 - p) - d, 12)
      expect(challengerReward(null, d)).toBe(-1 - d)
      expect(challengerReward(null, d)).toBeLessThan(challengerReward(p, d))
      const paper = Math.max(0, 1 - 2 * Math.abs(p - 0.5) - 0.5 * d)
      expect(challengerReward(p, d, { peak: 1, penalty: 0.5, floor: 0 })).toBeCloseTo(paper, 12)
    },
  )

  test('a share out of [0, 1] is refused', () => {
    for (const reward of [learnability, uncertainty, proposerReward])
      for (const value of [-0.1, 1.1, Number.NaN]) expect(() => reward(value)).toThrow('must be in [0, 1]')
  })
})
