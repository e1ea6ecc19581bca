import { playthrough, replay } from 'coevo/game'
import { phantomTicTacToe } from 'coevo/games/phantom-tic-tac-toe'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'

describeGame(phantomTicTacToe)

test.each([
  ['row', [0, 3, 1, 4, 2], [1, -1]],
  ['column of o', [0, 2, 1, 5, 3, 8], [-1, 1]],
  ['line after failed tries', [0, 0, 3, 4, 4, 5, 8], [1, -1]],
  ['full board', [4, 0, 8, 2, 1, 7, 3, 5, 6], [0, 0]],
  ['line that fills the board', [0, 1, 2, 3, 4, 5, 7, 6, 8], [1, -1]],
])('a %s ends the game', (_, tries, returns) => {
  const end = replay(phantomTicTacToe, tries)
  expect(phantomTicTacToe.actor(end)).toBe('nobody')
  expect(phantomTicTacToe.legal(end)).toEqual([])
  expect(phantomTicTacToe.returns(end)).toEqual(returns)
})

test('a try of a taken cell keeps the turn and is told to nobody else', () => {
  const before = replay(phantomTicTacToe, [4])
  const after = phantomTicTacToe.apply(before, 4)
  expect(phantomTicTacToe.actor(after)).toBe(1)
  expect(phantomTicTacToe.legal(after)).toEqual([0, 1, 2, 3, 5, 6, 7, 8])
  expect(phantomTicTacToe.observation(after, 1)).toBe('you o board 0 1 2 3 x 5 6 7 8 tried 4 taken')
  expect(phantomTicTacToe.observation(after, 0)).toBe(phantomTicTacToe.observation(before, 0))
})

test('a game without a failed try is a game of tic-tac-toe', () => {
  const cells = [4, 0, 8, 2, 1, 7, 3, 5, 6]
  for (let n = 0; n <= cells.length; n++) {
    const [phantom, open] = [
      replay(phantomTicTacToe, cells.slice(0, n)),
      replay(ticTacToe, cells.slice(0, n)),
    ]
    expect(phantomTicTacToe.actor(phantom)).toBe(ticTacToe.actor(open))
  }
})

// OpenSpiel's phantom_ttt: nine marks, and each player finds at most four of the other's.
test('the longest game has 17 tries', () => {
  const tries = [0, 7, 8, 0, 8, 5, 7, 1, 1, 4, 3, 3, 6, 6, 5, 4, 2]
  const end = replay(phantomTicTacToe, tries)
  expect([end.length, phantomTicTacToe.actor(end), phantomTicTacToe.returns(end)]).toEqual([
    17,
    'nobody',
    [1, -1],
  ])
})

test('a playthrough reads as it did', () => {
  const tries = [4, 4, 0, 0, 8, 8, 1, 2, 3, 6]
  expectGolden(playthrough(phantomTicTacToe, tries), 'phantom-tic-tac-toe.golden.txt', import.meta)
})
