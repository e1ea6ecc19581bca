import { fc, test } from '@fast-check/vitest'
import { solveMatrix } from 'coevo/game'
import { nashAverage } from 'coevo/population'
import { expect } from 'vitest'

const closeTo = (values: readonly number[]): unknown =>
  values.map((value): unknown => expect.closeTo(value, 6))

const rps = [
  [0, -1, 1],
  [1, 0, -1],
  [-1, 1, 0],
]

// Balduzzi et al. (2018), section 3.1: a cycle is even; in a transitive game the best agent has all.
test('a cycle is even, and who beats all has all', () => {
  expect(nashAverage(rps)).toMatchObject({
    row: closeTo([1 / 3, 1 / 3, 1 / 3]),
    rowAverage: closeTo([0, 0, 0]),
  })
  const { row, rowAverage } = nashAverage([
    [0, 1, 2],
    [-1, 0, 1],
    [-2, -1, 0],
  ])
  expect(row).toEqual(closeTo([1, 0, 0]))
  expect(rowAverage).toEqual(closeTo([0, -1, -2]))
})

// Balduzzi et al. (2018): copies are redundant; section 3.3, invariance.
test('copies share what one would have, and change nobody else', () => {
  const copied = [...rps, rps[2]!].map((row) => [...row, row[2]!])
  const { row, rowAverage } = nashAverage(copied)
  expect(row).toEqual(closeTo([1 / 3, 1 / 3, 1 / 6, 1 / 6]))
  expect(rowAverage).toEqual(closeTo([0, 0, 0, 0]))
})

test('of several equilibria it is the one of the greatest entropy', () => {
  const nothing = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  expect(nashAverage(nothing)).toMatchObject({
    row: closeTo([1 / 2, 1 / 2]),
    column: closeTo([1 / 3, 1 / 3, 1 / 3]),
  })
  expect(nashAverage([[3]])).toEqual({ value: 3, row: [1], column: [1], rowAverage: [3], columnAverage: [3] })
})

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) => {
    const payoff = fc.oneof(fc.integer({ min: -1, max: 1 }), fc.double({ min: -1, max: 1, noNaN: true }))
    const row = fc.array(payoff, { minLength: columns, maxLength: columns })
    return fc.array(row, { minLength: rows, maxLength: rows })
  })

const entropy = (mixture: readonly number[]) =>
  mixture.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)

test.prop([matrices], { numRuns: 300 })(
  'it is an equilibrium of any matrix, of no less entropy than another one',
  async (payoffs) => {
    const { value, row, column, rowAverage, columnAverage } = nashAverage(payoffs)
    const exact = await solveMatrix(payoffs)
    expect(value).toBeCloseTo(exact.value, 6)
    expect(Math.max(...rowAverage)).toBeLessThan(exact.value + 1e-6)
    expect(Math.min(...columnAverage)).toBeGreaterThan(exact.value - 1e-6)
    expect(entropy(row)).toBeGreaterThan(entropy(exact.row) - 1e-5)
    expect(entropy(column)).toBeGreaterThan(entropy(exact.column) - 1e-5)
  },
)

test('what is no matrix is refused', () => {
  expect(() => nashAverage([])).toThrow('Nash averaging needs a number for each row and column.')
  expect(() => nashAverage([[1], [2, 3]])).toThrow('Nash averaging')
})
