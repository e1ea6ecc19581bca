import { nashConv, playthrough, replay, solveByCfr, tablePolicy } from 'coevo/game'
import { kuhnEquilibrium, kuhnPoker } from 'coevo/games/kuhn-poker'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

describeGame(kuhnPoker)

const threeHanded = kuhnPoker.with({ players: 3 })
describeGame(threeHanded)

const [JACK, QUEEN, KING, ACE] = [0, 1, 2, 3]
const [PASS, BET] = [0, 1]

test.each([
  ['checked down', [KING, QUEEN, PASS, PASS], [1, -1]],
  ['bet and folded', [JACK, KING, BET, PASS], [1, -1]],
  ['bet and called', [JACK, KING, BET, BET], [-2, 2]],
  ['checked, bet and folded', [KING, JACK, PASS, BET, PASS], [-1, 1]],
  ['checked, bet and called', [QUEEN, JACK, PASS, BET, BET], [2, -2]],
])('a deal that is %s pays the pot', (_, actions, returns) => {
  const end = replay(kuhnPoker, actions)
  expect(kuhnPoker.actor(end)).toBe('nobody')
  expect(kuhnPoker.returns(end)).toEqual(returns)
})

// OpenSpiel, integration_tests/api_test.py: TOTAL_NUM_STATES and PERFECT_RECALL_NUM_STATES.
test.each([
  { game: kuhnPoker, chance: 4, decision: 24, terminal: 30, informationSets: 12 },
  { game: threeHanded, chance: 17, decision: 288, terminal: 312, informationSets: 48 },
])('the tree of $game.title has the states of the literature', ({ game, ...expected }) => {
  expect(sizeOf(game)).toEqual(expected)
})

// Kuhn (1950): a continuum of equilibria, all of the value −1/18.
test.each([0, 0.1, 0.2, 1 / 3])('the equilibrium that bluffs with %d cannot be exploited', (bluff) => {
  const result = nashConv(kuhnPoker, tablePolicy('kuhn', kuhnEquilibrium(bluff)))
  expect(result.nashConv).toBeCloseTo(0, 12)
  expect(result.values[0]).toBeCloseTo(-1 / 18, 12)
})

// D. Szafron, R. Gibson and N. Sturtevant, "A parameterized family of equilibrium profiles for three-player
// Kuhn poker", AAMAS (2013): the second player's value is −1/48 in all of them, the first's and third's vary.
test('with three the second player loses 1/48 a deal at equilibrium', () => {
  const { nashConv: gap, values } = nashConv(threeHanded, solveByCfr(threeHanded, 500))
  expect(gap).toBeLessThan(0.001)
  expect(values[1]).toBeCloseTo(-1 / 48, 3)
})

test('to bluff more often than one in three can be exploited', () => {
  const bluffing = new Map(kuhnEquilibrium(1 / 3)).set('seat first card jack moves none', [0.5, 0.5])
  expect(nashConv(kuhnPoker, tablePolicy('bluffing', bluffing)).nashConv).toBeGreaterThan(0.01)
})

test.each([
  ['checked down', [KING, QUEEN, ACE, PASS, PASS, PASS], [-1, -1, 2]],
  ['bet and folded by both', [JACK, KING, QUEEN, PASS, PASS, BET, PASS, PASS], [-1, -1, 2]],
  ['bet and called by one', [JACK, KING, QUEEN, PASS, BET, PASS, BET], [-2, 3, -1]],
  ['bet and called by both', [JACK, KING, ACE, BET, BET, BET], [-2, -2, 4]],
])('a deal of three that is %s pays the pot', (_, actions, returns) => {
  const end = replay(threeHanded, actions)
  expect(threeHanded.actor(end)).toBe('nobody')
  expect(threeHanded.returns(end)).toEqual(returns)
})

test('playthroughs read as they did', () => {
  const folds = [JACK, ACE, QUEEN, PASS, BET, PASS, BET]
  expectGolden(playthrough(threeHanded, folds), 'kuhn-poker-3.golden.txt', import.meta)
  expectGolden(playthrough(kuhnPoker, [KING, QUEEN, PASS, BET, BET]), 'kuhn-poker.golden.txt', import.meta)
})
