import { first, nashConv, playthrough, replay, solveByCfr, uniform } from 'coevo/game'
import { leducPoker } from 'coevo/games/leduc-poker'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

describeGame(leducPoker, { visits: 10_000 })

const [J1, J2, Q1, Q2, K1, K2] = [0, 1, 2, 3, 4, 5]
const [FOLD, CALL, RAISE] = [0, 1, 2]

test.each([
  ['checked down', [K1, Q1, CALL, CALL, J1, CALL, CALL], [1, -1]],
  ['shared by equal ranks', [K1, K2, CALL, CALL, J1, RAISE, CALL], [0, 0]],
  ['won by a pair', [K1, J1, RAISE, CALL, J2, CALL, RAISE, CALL], [-7, 7]],
  ['folded before the board', [Q1, Q2, CALL, RAISE, FOLD], [-1, 1]],
  ['raised and folded', [Q1, K2, RAISE, RAISE, CALL, Q2, RAISE, RAISE, FOLD], [-9, 9]],
  ['raised to the cap', [Q1, K2, RAISE, RAISE, CALL, Q2, RAISE, RAISE, CALL], [13, -13]],
])('a deal that is %s pays the pot', (_, actions, returns) => {
  const end = replay(leducPoker, actions)
  expect(leducPoker.actor(end)).toBe('nobody')
  expect(leducPoker.returns(end)).toEqual(returns)
})

test('moves are called what they are', () => {
  const labelsAfter = (...moves: number[]) => {
    const state = replay(leducPoker, [K1, Q1, ...moves])
    return leducPoker.legal(state).map((action) => leducPoker.label(state, action))
  }
  expect(labelsAfter()).toEqual(['check', 'bet'])
  expect(labelsAfter(CALL)).toEqual(['check', 'bet'])
  expect(labelsAfter(CALL, RAISE)).toEqual(['fold', 'call', 'raise'])
  expect(labelsAfter(RAISE, RAISE)).toEqual(['fold', 'call'])
})

test('suits are known but not told', () => {
  const [one, other] = [J1, J2].map((jack) => replay(leducPoker, [jack, K1])) as [never, never]
  expect(leducPoker.observation(one, 0)).toBe(leducPoker.observation(other, 0))
  expect(leducPoker.informationState(one, 0)).not.toBe(leducPoker.informationState(other, 0))
})

// OpenSpiel, integration_tests/api_test.py: TOTAL_NUM_STATES and PERFECT_RECALL_NUM_STATES.
test('the tree has the states of the literature', () => {
  expect(sizeOf(leducPoker)).toEqual({ chance: 157, decision: 3780, terminal: 5520, informationSets: 936 })
})

// OpenSpiel, python/algorithms/exploitability_test.py, and best responses of a program of its own.
test('uniform play loses 0.078125 a deal and can be exploited by 4.7472222', () => {
  const result = nashConv(leducPoker, uniform)
  expect(result.nashConv).toBeCloseTo(4.7472222, 7)
  expect(result.values[0]).toBeCloseTo(-0.078125, 12)
  expect(result.bestResponses[0]).toBeCloseTo(2.0875, 12)
  expect(result.bestResponses[1]).toBeCloseTo(2.6597222, 7)
})

// OpenSpiel, algorithms/tabular_exploitability_test.cc.
test('who folds every bet and checks else can be exploited by 2', () => {
  expect(nashConv(leducPoker, first).nashConv).toBeCloseTo(2, 12)
})

// OpenSpiel, python/algorithms/sequence_form_lp_test.py.
test('with best play the first player loses 0.085606 a deal', () => {
  const { nashConv: gap, values } = nashConv(leducPoker, solveByCfr(leducPoker, 500))
  expect(gap).toBeLessThan(0.005)
  expect(Math.abs(values[0]! + 0.085606424078)).toBeLessThan(0.0005)
})

test('a playthrough reads as it did', () => {
  const actions = [Q1, K2, CALL, RAISE, CALL, Q2, RAISE, RAISE, CALL]
  expectGolden(playthrough(leducPoker, actions), 'leduc-poker.golden.txt', import.meta)
})
