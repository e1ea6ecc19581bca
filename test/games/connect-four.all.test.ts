import { playthrough, replay } from 'coevo/game'
import { connectFour } from 'coevo/games/connect-four'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { countLines, countStates } from './count.ts'
import { expectGolden } from './golden.ts'

describeGame(connectFour)

/** Fills the board row by row and never makes four: no line of the picture has four alike. */
const FULL = [
  [0, 1, 2, 3, 4, 5, 6, 1, 0, 3, 2, 5, 4, 0],
  [6, 2, 1, 4, 3, 6, 5, 0, 1, 2, 3, 4, 5, 6],
  [0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6],
].flat()

test.each([
  ['row', [0, 0, 1, 1, 2, 2, 3], [1, -1]],
  ['column', [0, 1, 0, 1, 0, 1, 2, 1], [-1, 1]],
  ['rising diagonal', [0, 1, 1, 2, 2, 3, 2, 3, 3, 6, 3], [1, -1]],
  ['falling diagonal', [6, 5, 5, 4, 4, 3, 4, 3, 3, 0, 3], [1, -1]],
])('a %s of four ends the game', (_, actions, returns) => {
  expect(connectFour.actor(replay(connectFour, actions.slice(0, -1)))).not.toBe('nobody')
  const end = replay(connectFour, actions)
  expect(connectFour.actor(end)).toBe('nobody')
  expect(connectFour.returns(end)).toEqual(returns)
})

test('a row does not go on at the other side', () => {
  expect(connectFour.actor(replay(connectFour, [5, 5, 6, 6, 0, 0, 1, 1]))).toBe(0)
})

test('a full column takes no more, a full board is a draw', () => {
  expect(connectFour.legal(replay(connectFour, [3, 3, 3, 3, 3, 3]))).toEqual([0, 1, 2, 4, 5, 6])
  const end = replay(connectFour, FULL)
  expect(connectFour.actor(end)).toBe('nobody')
  expect(connectFour.returns(end)).toEqual([0, 0])
})

// 7⁷ ways, less the seven that overfill one column.
test('there are 823,536 ways to play seven moves', () => {
  expect(countLines(connectFour, 7)).toBe(7 ** 7 - 7)
})

// J. Tromp's counts, OEIS A212693.
test('its positions by move are those of the literature', () => {
  expect(countStates(connectFour, 6)).toEqual([1, 7, 49, 238, 1120, 4263, 16422])
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(connectFour, [3, 3, 2, 4, 1, 1, 0]), 'connect-four.golden.txt', import.meta)
})
