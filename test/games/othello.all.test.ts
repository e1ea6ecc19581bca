import { playthrough, replay, solveByMinimax } from 'coevo/game'
import { othello, type OthelloState } from 'coevo/games/othello'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { countLines } from './count.ts'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(othello, { visits: 200, playouts: 10 })
describeGame(othello.with({ size: 4 }), { visits: 1000 })

const labels = (state: OthelloState) => othello.legal(state).map((action) => othello.label(state, action))

test('black has four first moves; one turns a disc', () => {
  expect(labels(othello.initial())).toEqual(['d3', 'c4', 'f5', 'e6'])
  const { cells } = replay(othello, actionsOf(othello, ['d3']))
  expect(cells.filter((mark) => mark === 'b')).toHaveLength(4)
  expect(cells.filter((mark) => mark === 'w')).toHaveLength(1)
})

// The shortest game: white is wiped out by the ninth move.
test('a player without a disc has lost, though cells are empty', () => {
  const end = replay(othello, actionsOf(othello, ['e6', 'f4', 'e3', 'f6', 'g5', 'd6', 'e7', 'f5', 'c5']))
  expect(othello.actor(end)).toBe('nobody')
  expect(end.cells).not.toContain('w')
  expect(othello.returns(end)).toEqual([1, -1])
})

test('who cannot place passes, and only then', () => {
  const small = othello.with({ size: 4 })
  const state = {
    cells: Array.from('bw.. .... .... ....'.replaceAll(' ', ''), (mark) => (mark === '.' ? '' : mark)),
    turn: 1,
  }
  expect(small.legal(state)).toEqual([16])
  expect(small.label(state, 16)).toBe('pass')
  expect(small.legal(small.apply(state, 16))).toEqual([2])
})

// The known perft of othello, passes included.
test('lines of play are as many as is known', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((depth) => countLines(othello, depth))).toEqual([
    4, 12, 56, 244, 1396, 8200, 55092,
  ])
})

test('the default board has OpenSpiel’s bounds', () => {
  expect(othello.facets).toMatchObject({ actions: 65, maxMoves: 128 })
})

// J. Feinstein (1993): the second player wins on four by four (by 11 to 3) and on six by six.
test('four by four is won by white', () => {
  expect(solveByMinimax(othello.with({ size: 4 })).values).toEqual([-1, 1])
})

test('a playthrough reads as it did', () => {
  expectGolden(
    playthrough(othello, actionsOf(othello, ['e6', 'f4', 'e3', 'f6', 'g5', 'd6', 'e7', 'f5', 'c5'])),
    'othello.golden.txt',
    import.meta,
  )
})
