import { fc, test } from '@fast-check/vitest'
import { majorityVote } from 'coevo/learn'
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
