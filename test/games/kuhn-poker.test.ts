import { enumerate, nashConv, playthrough, replay, tablePolicy } from 'coevo/game'
import { kuhnEquilibrium, kuhnPoker } from 'coevo/games/kuhn-poker'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'

describeGame(kuhnPoker)

const [JACK, QUEEN, KING] = [0, 1, 2]
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
test('the tree has 4 chance, 24 decision and 30 terminal states, and 12 information sets', () => {
  const tree = enumerate(kuhnPoker)
  const count = (test: (actor: number) => boolean) => tree.actor.filter(test).length
  expect([count((a) => a === -1), count((a) => a >= 0), count((a) => a === -2)]).toEqual([4, 24, 30])
  expect(tree.informationSets).toHaveLength(12)
})

// Kuhn (1950): a continuum of equilibria, all of the value −1/18.
test.each([0, 0.1, 0.2, 1 / 3])('the equilibrium that bluffs with %d cannot be exploited', (bluff) => {
  const result = nashConv(kuhnPoker, tablePolicy('kuhn', kuhnEquilibrium(bluff)))
  expect(result.nashConv).toBeCloseTo(0, 12)
  expect(result.values[0]).toBeCloseTo(-1 / 18, 12)
})

test('to bluff more often than one in three can be exploited', () => {
  const bluffing = new Map(kuhnEquilibrium(1 / 3)).set('seat first card jack moves none', [0.5, 0.5])
  expect(nashConv(kuhnPoker, tablePolicy('bluffing', bluffing)).nashConv).toBeGreaterThan(0.01)
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(kuhnPoker, [KING, QUEEN, PASS, BET, BET]), 'kuhn-poker.golden.txt', import.meta)
})
