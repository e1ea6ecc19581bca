import { fc, test } from '@fast-check/vitest'
import { novelties, noveltyRewards, similarities } from 'coevo/learn'
import { describe, expect } from 'vitest'

const text = fc.array(fc.constantFrom('1', '2', '+', 'so'), { maxLength: 6 }).map((words) => words.join(' '))
const attempts = fc.array(fc.tuple(fc.option(fc.boolean()), text), { maxLength: 10 })

describe('similarities', () => {
  test.prop([fc.array(text, { maxLength: 6 })])(
    'are symmetric, in [0, 1], and 1 for equal words',
    (texts) => {
      const found = similarities(texts)
      for (const [i, row] of found.entries())
        for (const [j, value] of row.entries()) {
          expect(value).toBe(found[j]![i])
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1)
          if (texts[i] === texts[j] && texts[i] !== '') expect(value).toBeCloseTo(1, 12)
        }
    },
  )

  test('worked example: two of the three counts of each text agree', () => {
    const [[, found]] = similarities(['1 2', '1 3'], 1) as [[number, number], unknown]
    expect(found).toBeCloseTo(0.5, 12)
    expect(similarities(['1 2', '2 1'], 1)[0]![1]).toBeCloseTo(1, 12)
    expect(similarities(['1 2', '2 1'], 2)[0]![1]).toBeCloseTo(2 / 3, 12)
  })
})

describe('EVOL-RL', () => {
  test('novelty: half the mean in the group, half the greatest overall', () => {
    const cosines = [
      [1, 0.8, 0.2],
      [0.8, 1, -0.5],
      [0.2, -0.5, 1],
    ]
    const found = novelties(cosines, [true, true, false])
    for (const [i, value] of [0.2, 0.2, 1 - (0.1 + 0.2) / 2].entries())
      expect(found[i]).toBeCloseTo(value, 12)
    expect(novelties([[1]], [true])).toEqual([0.5])
  })

  test.prop([attempts])(
    'any answer of the majority earns more than any other; each has its band',
    (drawn) => {
      const agrees = drawn.map(([agree]) => agree)
      const rewards = noveltyRewards(agrees, similarities(drawn.map(([, words]) => words)))
      const of = (side: boolean | null) => rewards.filter((_, i) => agrees[i] === side)
      for (const reward of of(true)) expect(Math.abs(reward - 0.75)).toBeLessThanOrEqual(0.25)
      for (const reward of of(false)) expect(Math.abs(reward + 0.75)).toBeLessThanOrEqual(0.25)
      for (const reward of of(null)) expect(reward).toBe(-1)
    },
  )

  test('the newest of a group earns the most of its band, the least new the least, one alone the middle', () => {
    const texts = ['1 + 2', '1 + 2', '2 so 1', '9', '']
    expect(noveltyRewards([true, true, true, false, null], similarities(texts))).toEqual([
      0.5, 0.5, 1, -0.75, -1,
    ])
  })

  test('one alone earns the middle of its band, or what the published code pays', () => {
    const rewards = (agrees: readonly (boolean | null)[], alone: 'middle' | 'code') =>
      noveltyRewards(agrees, similarities(agrees.map((_, i) => `${i}`)), { alone })
    expect(rewards([true, null, null], 'middle')).toEqual([0.75, -1, -1])
    expect(rewards([true, null, null], 'code')).toEqual([-1, -1, -1])
    expect(rewards([true], 'code')).toEqual([1])
    expect(rewards([true, true, false], 'middle')).toEqual([0.75, 0.75, -0.75])
    expect(rewards([true, true, false], 'code')).toEqual([0.75, 0.75, -0.5])
  })
})
