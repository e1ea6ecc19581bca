import { fc, test } from '@fast-check/vitest'
import { solveMatrix } from 'coevo/game'
import { biasedRockPaperScissors, matchingPennies, rockPaperScissors } from 'coevo/games/matrix-games'
import type { MatrixGame } from 'coevo/games/matrix'
import { describe, expect } from 'vitest'

const rowPayoffs = ({ payoffs }: MatrixGame) => payoffs.map((row) => row.map(([payoff]) => payoff))

const closeTo = (values: readonly number[]): unknown =>
  values.map((value): unknown => expect.closeTo(value, 12))

// OpenSpiel, python/algorithms/regret_matching_test.py, for the biased game.
test.each([
  [matchingPennies, [1 / 2, 1 / 2]],
  [rockPaperScissors, [1 / 3, 1 / 3, 1 / 3]],
  [biasedRockPaperScissors, [1 / 16, 10 / 16, 5 / 16]],
])('$name has the known equilibrium', async (game, mixture) => {
  const { value, row, column } = await solveMatrix(rowPayoffs(game))
  expect(value).toBeCloseTo(0, 12)
  expect(row).toEqual(closeTo(mixture))
  expect(column).toEqual(closeTo(mixture))
})

test('who may choose of more gets more', async () => {
  expect(await solveMatrix([[3, 1, 2]])).toEqual({ value: 1, row: [1], column: [0, 1, 0] })
  expect(await solveMatrix([[3], [1], [5]])).toEqual({ value: 5, row: [0, 0, 1], column: [1] })
})

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) => {
    const payoff = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -100, max: 100, noNaN: true }))
    const row = fc.array(payoff, { minLength: columns, maxLength: columns })
    return fc.array(row, { minLength: rows, maxLength: rows })
  })

describe('of any matrix', () => {
  test.prop([matrices], { numRuns: 300 })(
    'the solution guarantees both players the value',
    async (payoffs) => {
      const { value, row, column } = await solveMatrix(payoffs)
      for (const mixture of [row, column]) {
        expect(Math.min(...mixture)).toBeGreaterThanOrEqual(0)
        expect(mixture.reduce((sum, p) => sum + p)).toBeCloseTo(1, 12)
      }
      const scale = Math.max(1, ...payoffs.flat().map(Math.abs))
      for (const j of column.keys())
        expect(row.reduce((sum, p, i) => sum + p * payoffs[i]![j]!, 0)).toBeGreaterThan(value - 1e-8 * scale)
      for (const pays of payoffs)
        expect(column.reduce((sum, p, j) => sum + p * pays[j]!, 0)).toBeLessThan(value + 1e-8 * scale)
    },
  )

  test.prop([matrices, fc.integer({ min: -9, max: 9 })])(
    'the value moves with the payoffs, and turns with the seats',
    async (payoffs, bonus) => {
      const { value } = await solveMatrix(payoffs)
      const more = await solveMatrix(payoffs.map((row) => row.map((payoff) => payoff + bonus)))
      const turned = await solveMatrix(payoffs[0]!.map((_, j) => payoffs.map((row) => -row[j]!)))
      expect(more.value).toBeCloseTo(value + bonus, 6)
      expect(turned.value).toBeCloseTo(-value, 6)
    },
  )
})

test.each([[[]], [[[]]], [[[1, 2], [3]]], [[[1, Number.NaN]]], [[[Infinity]]]])(
  'what is no matrix is refused: %j',
  async (payoffs) => {
    await expect(solveMatrix(payoffs)).rejects.toThrow(
      'The payoffs of a matrix game must be a number for each row and column.',
    )
  },
)
