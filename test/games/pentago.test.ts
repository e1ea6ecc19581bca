import { playthrough } from 'coevo/game'
import { pentago, type PentagoState } from 'coevo/games/pentago'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { countStates } from './count.ts'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(pentago, { visits: 60, playouts: 20 })

const board = (rows: string): PentagoState => ({
  cells: Array.from(rows.replaceAll(' ', ''), (mark) => (mark === '.' ? '' : mark)),
})

const after = (state: PentagoState, label: string) => {
  const action = pentago.legal(state).find((candidate) => pentago.label(state, candidate) === label)
  return pentago.apply(state, action!)
}

test('there are 288 first moves, and 36 positions after one', () => {
  expect(pentago.facets.actions).toBe(288)
  expect(pentago.legal(pentago.initial())).toHaveLength(288)
  expect(countStates(pentago, 2)).toEqual([1, 36, 36 * 35])
})

test.each([
  ['a1 top-left clockwise', '..w ...'],
  ['a1 top-left anticlockwise', '... ... ... ... w.. ...'],
  ['a1 bottom-right clockwise', 'w.. ...'],
  ['f1 top-right clockwise', '... ... ... ... ... ..w'],
])('%s turns that quarter', (label, rows) => {
  expect(after(pentago.initial(), label)).toEqual(board(rows.replaceAll(' ', '').padEnd(36, '.')))
})

test('a marble that makes five wins without a turn', () => {
  const state = board('wwww.. bbbb.. ...... ...... ...... ......')
  const end = after(state, 'e1 top-left clockwise')
  expect(end).toEqual(board('wwwww. bbbb.. ...... ...... ...... ......'))
  expect([pentago.actor(end), pentago.returns(end)]).toEqual(['nobody', [1, -1]])
})

test('a turn can make five for the other', () => {
  const end = after(board('..bbb. ..b... ..b... ww.... www... ......'), 'f6 top-left anticlockwise')
  expect(end.cells.slice(0, 6).join('')).toBe('bbbbb')
  expect([pentago.actor(end), pentago.returns(end)]).toEqual(['nobody', [-1, 1]])
})

test('five for both after a turn is a draw', () => {
  // The first two columns of the top left quarter turn to its first two rows.
  const state = board('bw.... bw.ww. bw.bb. ...... ...... ......')
  const end = after(state, 'f6 top-left anticlockwise')
  expect(end).toEqual(board('...... wwwww. bbbbb. ...... ...... .....w'))
  expect([pentago.actor(end), pentago.returns(end)]).toEqual(['nobody', [0, 0]])
})

test.each([
  ['row', 'wwwww. bbbb'],
  ['column', 'w..... wbbbb. w..... w..... w'],
  ['diagonal', '...... .w.bbb ..wb.. ...w.. ....w. .....w'],
  ['other diagonal', '.....w ....wb ...wbb ..wb.. .w'],
  ['short diagonal', '.w.... ..wbbb ...wb. ....w. .....w'],
])('a %s of five wins', (_, rows) => {
  const end = board(rows.replaceAll(' ', '').padEnd(36, '.'))
  expect([pentago.actor(end), pentago.returns(end)]).toEqual(['nobody', [1, -1]])
})

test('a full board without five is a draw', () => {
  const end = board('wwbbww bbwwbb wwbbww bbwwbb wwbbww bbwwbb')
  expect([pentago.actor(end), pentago.returns(end)]).toEqual(['nobody', [0, 0]])
})

test('a playthrough reads as it did', () => {
  const moves = ['a1 top-right clockwise', 'b2 top-right clockwise']
  expectGolden(playthrough(pentago, actionsOf(pentago, moves)), 'pentago.golden.txt', import.meta)
})
