import {
  enumerate,
  first,
  playthrough,
  replay,
  solveByMinimax,
  uniform,
  valuesOf,
  strategyOf,
} from 'coevo/game'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'

describeGame(ticTacToe)

test.each([
  ['row', [0, 3, 1, 4, 2], [1, -1]],
  ['column', [0, 2, 1, 5, 4, 8], [-1, 1]],
  ['diagonal', [2, 0, 4, 1, 6], [1, -1]],
  ['full board', [0, 1, 2, 4, 3, 5, 7, 6, 8], [0, 0]],
  ['line that fills the board', [0, 1, 2, 3, 4, 5, 7, 6, 8], [1, -1]],
])('a %s ends the game', (_, actions, returns) => {
  const end = replay(ticTacToe, actions)
  expect(ticTacToe.actor(end)).toBe('nobody')
  expect(ticTacToe.legal(end)).toEqual([])
  expect(ticTacToe.returns(end)).toEqual(returns)
})

test('it has 5,478 positions', () => {
  expect(enumerate(ticTacToe).actor).toHaveLength(5478)
})

// OpenSpiel, algorithms/minimax_test.cc.
test.each([
  ['is a draw', [], [0, 0]],
  ['is won by x after 4, 1', [4, 1], [1, -1]],
  ['is won by o after 5, 4, 3, 8', [5, 4, 3, 8], [-1, 1]],
])('with best play it %s', (_, actions, values) => {
  const solved = solveByMinimax(ticTacToe)
  expect(solved.valuesAt(replay(ticTacToe, actions))).toEqual(values)
})

// Of the 255,168 games, weighted by random play: x wins 0.5849, o 0.2881, drawn 0.1270.
test('random play is worth 0.2968 to x, playing the first free cell 1', () => {
  const tree = enumerate(ticTacToe)
  expect(valuesOf(tree, strategyOf(tree, uniform))[0]).toBeCloseTo(0.5849 - 0.2881, 3)
  expect(valuesOf(tree, strategyOf(tree, first))).toEqual([1, -1])
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(ticTacToe, [4, 0, 8, 2, 1, 7, 3, 5, 6]), 'tic-tac-toe.golden.txt', import.meta)
})
