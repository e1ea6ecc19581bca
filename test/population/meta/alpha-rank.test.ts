import { fc, test } from '@fast-check/vitest'
import { alphaRank, alphaRankSymmetric, marginals, profilesOf, zeroSumForm } from 'coevo/population'
import { describe, expect } from 'vitest'
import { stationaryDistribution } from '../../../src/population/meta/stationary.ts'

const closeTo = (values: readonly number[], digits = 7): unknown =>
  values.map((value): unknown => expect.closeTo(value, digits))

// OpenSpiel, python/egt/alpharank_test.py: payoffs of Han et al. (2013).
test('a population spends its time as the reference says', () => {
  const [r, t, p, s, delta, cost] = [1, 2, 0, -1, 4, 0.25]
  const payoffs = [
    [r - cost / 2, r - cost, 0, s + delta - cost, r - cost],
    [r, r, s, s, s],
    [0, t, p, p, p],
    [t - delta, t, p, p, p],
    [r, t, p, p, p],
  ]
  expect(alphaRankSymmetric(payoffs, { population: 20, alpha: 0.1 })).toEqual(
    closeTo([0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039]),
  )
})

const rps = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]

test('a cycle is ranked even, however strong the selection', () => {
  for (const alpha of [0.01, 1, 100, Infinity]) {
    expect(alphaRankSymmetric(rps, { alpha })).toEqual(closeTo([1 / 3, 1 / 3, 1 / 3]))
    expect(alphaRank(zeroSumForm(rps), { alpha })).toEqual(closeTo(Array<number>(9).fill(1 / 9)))
  }
})

test('who beats everybody takes over, the more surely the stronger the selection', () => {
  const ladder = [
    [0, -1, -1],
    [1, 0, -1],
    [1, 1, 0],
  ]
  const tops = [0.001, 0.01, 0.1, 1].map((alpha) => alphaRankSymmetric(ladder, { alpha })[2]!)
  expect(tops).toEqual(tops.toSorted((a, b) => a - b))
  expect(tops[0]).toBeCloseTo(1 / 3, 1)
  expect(alphaRankSymmetric(ladder, { alpha: 1000 })).toEqual(closeTo([0, 0, 1]))
  expect(alphaRankSymmetric(ladder)).toEqual(closeTo([0, 0, 1]))
})

test('with two populations each plays its part', () => {
  // The row player has a better second row; the column player then wants the second column.
  const game = {
    counts: [2, 2],
    payoffs: [
      [1, 1],
      [1, 0],
      [2, 0],
      [2, 1],
    ],
  }
  expect(alphaRank(game)).toEqual(closeTo([0, 0, 0, 1], 6))
  expect(marginals(game.counts, [0.1, 0.2, 0.3, 0.4])).toEqual([closeTo([0.3, 0.7]), closeTo([0.4, 0.6])])
})

test('profiles of three players stand in lexical order', () => {
  expect(profilesOf([2, 1, 2])).toEqual([
    [0, 0, 0],
    [0, 0, 1],
    [1, 0, 0],
    [1, 0, 1],
  ])
})

describe('of any game', () => {
  const payoffs = fc.integer({ min: 1, max: 6 }).chain((n) => {
    const row = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n })
    return fc.array(row, { minLength: n, maxLength: n })
  })
  const alphas = fc.constantFrom(0.1, 2, 50, Infinity)

  test.prop([payoffs, alphas])('shares are a distribution', (matrix, alpha) => {
    for (const shares of [alphaRankSymmetric(matrix, { alpha }), alphaRank(zeroSumForm(matrix), { alpha })]) {
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
      expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
    }
  })

  test.prop([payoffs, alphas])('nothing depends on the order of the strategies', (matrix, alpha) => {
    const turned = matrix.toReversed().map((row) => row.toReversed())
    expect(alphaRankSymmetric(turned, { alpha }).toReversed()).toEqual(
      closeTo(alphaRankSymmetric(matrix, { alpha }), 6),
    )
  })

  test.prop([payoffs])('the limit is what strong selection comes to in a strict game', (matrix) => {
    const strict = matrix.map((row, i) => row.map((payoff, j) => payoff + i / 7 + j / 50))
    const dominant = strict.map((row, i) => row.map((payoff) => payoff + 100 * i))
    const limit = alphaRankSymmetric(dominant)
    expect(limit).toEqual(closeTo(alphaRankSymmetric(dominant, { alpha: 100 }), 6))
    expect(limit.at(-1)).toBeCloseTo(1, 6)
  })
})

test('a chain that hardly ever leaves a part of its states has the right shares', () => {
  // Two pairs of states; the one pair is left 1000 times as often as the other, both almost never.
  const [out, back] = [1e-40, 1e-43]
  const shares = stationaryDistribution([
    [0, 1, out, 0],
    [1, 0, 0, 0],
    [back, 0, 0, 1],
    [0, 0, 1, 0],
  ])
  expect(shares[0]! / shares[2]!).toBeCloseTo(1e-3, 12)
  expect(shares[1]).toBeCloseTo(shares[0]!, 12)
})

test('options out of range are refused', () => {
  expect(() => alphaRankSymmetric(rps, { population: 1 })).toThrow(
    'population is 1; it must be a whole number',
  )
  expect(() => alphaRankSymmetric(rps, { alpha: 0 })).toThrow('alpha is 0; it must be above 0')
  expect(() => alphaRankSymmetric(rps, { noise: 0.5 })).toThrow('noise is 0.5')
})
