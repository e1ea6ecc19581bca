import { playthrough, solveByMinimax } from 'coevo/game'
import { breakthrough, type BreakthroughState } from 'coevo/games/breakthrough'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { countLines } from './count.ts'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(breakthrough, { visits: 300, playouts: 20 })
describeGame(breakthrough.with({ rows: 4, columns: 2 }))
describeGame(breakthrough.with({ rows: 5, columns: 3 }), { visits: 500 })

/** A state drawn row by row. */
const drawn = (rows: string, turn: number): BreakthroughState => ({
  cells: Array.from(rows.replaceAll(' ', ''), (mark) => (mark === '.' ? '' : mark)),
  turn,
})

const small = breakthrough.with({ rows: 4, columns: 3 })
const labels = (state: BreakthroughState) => small.legal(state).map((action) => small.label(state, action))

test('a piece steps straight to an empty cell only, and captures diagonally', () => {
  const state = drawn('... b.b .w. ...', 0)
  expect(labels(state)).toEqual(['b2 a3', 'b2 b3', 'b2 c3'])
  expect(labels(drawn('... .bw .w. ...', 0))).toEqual(['c3 b4', 'c3 c4', 'b2 a3'])
  const captured = small.apply(state, small.legal(state)[0]!)
  expect(captured).toEqual(drawn('... w.b ... ...', 1))
  expect(small.actor(captured)).toBe(1)
})

test('pieces do not leave the board at its sides', () => {
  expect(labels(drawn('b.. ... w.w ...', 0))).toEqual(['a2 a3', 'a2 b3', 'c2 b3', 'c2 c3'])
})

test.each([
  ['stands on the far row', 'w.. ..b ... ...', [1, -1]],
  ['stands on the far row as black', '... ... w.. ..b', [-1, 1]],
  ['has captured everything', '... .w. ... ...', [1, -1]],
])('whoever %s has won', (_, rows, returns) => {
  for (const turn of [0, 1]) {
    expect(small.actor(drawn(rows, turn))).toBe('nobody')
    expect(small.returns(drawn(rows, turn))).toEqual(returns)
  }
})

// OpenSpiel's breakthrough: 768 actions, at most 209 moves, 22 first moves.
test('the default board is eight by eight', () => {
  expect(breakthrough.facets).toMatchObject({ actions: 768, maxMoves: 209 })
  expect([1, 2, 3].map((depth) => countLines(breakthrough, depth))).toEqual([22, 484, 11132])
})

test.each([
  [4, 2],
  [4, 3],
])('with best play the second player wins on %d × %d', (rows, columns) => {
  expect(solveByMinimax(breakthrough.with({ rows, columns })).values).toEqual([-1, 1])
})

test('a board without end rows to stand on is refused', () => {
  expect(() => breakthrough.with({ rows: 3 })).toThrow("Parameter 'rows' of game 'breakthrough' cannot be 3")
})

test('a playthrough reads as it did', () => {
  const game = breakthrough.with({ rows: 5, columns: 3 })
  const moves = ['b2 b3', 'c4 b3', 'a2 b3', 'a4 b3', 'c2 c3', 'b3 a2', 'c3 c4', 'a2 b1']
  expectGolden(playthrough(game, actionsOf(game, moves)), 'breakthrough.golden.txt', import.meta)
})
