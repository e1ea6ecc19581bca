import { nashConv, playthrough, replay, tablePolicy, uniform, type Game, type GamePolicy } from 'coevo/game'
import { matrixGame } from 'coevo/games/matrix'
import * as known from 'coevo/games/matrix-games'
import { describeGame } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

const uneven = matrixGame({
  name: 'uneven',
  actions: [
    ['up', 'down'],
    ['left', 'middle', 'right'],
  ],
  payoffs: [
    [1, 2, 3],
    [3, 2, 0],
  ],
})

const common = matrixGame({
  name: 'common',
  actions: ['a', 'b'],
  payoffs: [
    [
      [1, 1],
      [0, 0],
    ],
    [
      [0, 0],
      [2, 2],
    ],
  ],
})

const shared = matrixGame({ name: 'shared', actions: ['a'], payoffs: [[[2, 1]]] })

for (const game of [...Object.values(known), uneven, common, shared]) describeGame(game)

/** Plays the same mixture in both seats. */
const mixing = (...probabilities: number[]): GamePolicy => ({
  name: 'mixing',
  probabilities: () => probabilities,
})
/** Plays one mixture in the row, another in the column. */
const seated = (row: readonly number[], column: readonly number[]) => [mixing(...row), mixing(...column)]

// The equilibria of the literature; of biased rock, paper, scissors: OpenSpiel, regret_matching_test.py.
test.each<[string, Game<readonly number[]>, readonly GamePolicy[] | GamePolicy, number[]]>([
  ['all throws alike', known.rockPaperScissors, uniform, [0, 0]],
  ['1/16, 10/16, 5/16', known.biasedRockPaperScissors, mixing(1 / 16, 10 / 16, 5 / 16), [0, 0]],
  ['both sides alike', known.matchingPennies, uniform, [0, 0]],
  ['to defect', known.prisonersDilemma, mixing(0, 1), [1, 1]],
  ['to hunt the stag', known.stagHunt, mixing(1, 0), [4, 4]],
  ['to hunt the hare', known.stagHunt, mixing(0, 1), [3, 3]],
  ['to meet by chance', known.battleOfTheSexes, seated([2 / 3, 1 / 3], [1 / 3, 2 / 3]), [2 / 3, 2 / 3]],
  ['that one dares', known.chicken, seated([0, 1], [1, 0]), [4, 1]],
  ['to dare half the time', known.chicken, mixing(1 / 2, 1 / 2), [2, 2]],
  ['all three alike', known.shapleysGame, uniform, [1 / 3, 1 / 3]],
])('%s is an equilibrium of $name', (_, game, seats, values) => {
  const result = nashConv(game, seats)
  expect(result.nashConv).toBeCloseTo(0, 12)
  for (const [player, value] of values.entries()) expect(result.values[player]).toBeCloseTo(value, 12)
})

test('to play biased rock, paper, scissors evenly can be exploited', () => {
  const { nashConv: gap } = nashConv(known.biasedRockPaperScissors, uniform)
  expect(gap).toBeCloseTo(2 * (25 / 3), 12)
})

test('an uneven matrix has a row and a column of its own length', () => {
  expect(sizeOf(uneven)).toEqual({ chance: 0, decision: 3, terminal: 6, informationSets: 2 })
  expect(uneven.returns(replay(uneven, [1, 2]))).toEqual([0, 0])
  expect(uneven.returns(replay(uneven, [1, 0]))).toEqual([3, -3])
  expect(uneven.label([0], 2)).toBe('right')
})

test('a policy can be a table', () => {
  const table = new Map([
    ['seat row played none', [0, 1]],
    ['seat column played none', [0, 0, 1]],
  ])
  expect(nashConv(uneven, tablePolicy('corner', table)).values).toEqual([0, 0])
})

describe('what the payoffs say of the utility', () => {
  test.each([
    [known.rockPaperScissors, 'zero-sum'],
    [known.chicken, 'general-sum'],
    [common, 'identical'],
    [shared, 'constant-sum'],
  ])('$name', (game, utility) => {
    expect(game.facets.utility).toBe(utility)
  })
})

test.each([
  [[[1, 2]], "The matrix of 'bad' has 1 rows; it needs one for each of 2 actions."],
  [[[1, 2], [3]], "Row 'b' of the matrix of 'bad' has 1 payoffs; it needs one for each of 2 actions."],
])('a matrix %j of the wrong shape is refused', (payoffs, message) => {
  expect(() => matrixGame({ name: 'bad', actions: ['a', 'b'], payoffs })).toThrow(message)
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(known.prisonersDilemma, [0, 1]), 'prisoners-dilemma.golden.txt', import.meta)
})
