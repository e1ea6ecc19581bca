import { fc, test } from '@fast-check/vitest'
import { majorityVote, passAt, pseudoLabelQuality } from 'coevo/learn'
import { describe, expect } from 'vitest'

const answers = fc.array(fc.option(fc.constantFrom('1', '2', '3')))

describe('majorityVote', () => {
  test('an answer that cannot be read votes for nobody and is counted', () => {
    expect(majorityVote(['7', null, '12', '7'])).toEqual({ winner: '7', share: 0.5 })
    expect(majorityVote([null, null])).toEqual({ winner: null, share: 0 })
    expect(majorityVote([])).toEqual({ winner: null, share: 0 })
  })

  test('a tie goes to the answer seen first, or to nobody', () => {
    expect(majorityVote(['2', '1', '1', '2'])).toEqual({ winner: '2', share: 0.5 })
    expect(majorityVote(['2', '1', '1', '2'], 'none')).toEqual({ winner: null, share: 0.5 })
    expect(majorityVote(['2', '1', '1'], 'none').winner).toBe('1')
  })

  test.prop([answers])('no answer has more votes than the winner, whose share is its own', (drawn) => {
    const { winner, share } = majorityVote(drawn)
    const votes = (answer: string) => drawn.filter((other) => other === answer).length
    for (const answer of drawn) if (answer !== null) expect(votes(answer)).toBeLessThanOrEqual(votes(winner!))
    if (winner !== null) expect(share * drawn.length).toBeCloseTo(votes(winner), 9)
  })
})

describe('pseudoLabelQuality', () => {
  test('a wrong label can reward most attempts rightly, where answers scatter', () => {
    expect(pseudoLabelQuality(['3', '3', '4', '5', '6', null, '7', '8'], '9')).toEqual({
      labelAccuracy: 0,
      rewardAccuracy: 0.75,
      majority: 0.25,
      accuracy: 0,
    })
    expect(pseudoLabelQuality([null, null], '9').rewardAccuracy).toBe(1)
  })

  test.prop([answers.filter((drawn) => drawn.length > 0), fc.constantFrom('1', '2', '3')])(
    'a right label rewards every attempt rightly; a wrong one all but those that are right or its own',
    (drawn, truth) => {
      const { labelAccuracy, rewardAccuracy, majority, accuracy } = pseudoLabelQuality(drawn, truth)
      expect(rewardAccuracy).toBeCloseTo(labelAccuracy === 1 ? 1 : 1 - majority - accuracy, 9)
    },
  )
})

describe('pass@k', () => {
  test.prop([fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 7 })])(
    'is the share of all choices of k attempts that hold a right one',
    (right, k) => {
      fc.pre(k <= right.length)
      let [choices, passed] = [0, 0]
      for (let subset = 0; subset < 2 ** right.length; subset++) {
        const chosen = right.filter((_, i) => (subset >> i) % 2 === 1)
        if (chosen.length !== k) continue
        choices++
        if (chosen.includes(true)) passed++
      }
      expect(passAt(k, right.length, right.filter(Boolean).length)).toBeCloseTo(passed / choices, 12)
    },
  )

  test('refuses more draws than attempts', () => {
    expect(() => passAt(5, 4, 1)).toThrow(RangeError)
  })
})
