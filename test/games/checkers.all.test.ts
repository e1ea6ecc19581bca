import { stream } from 'coevo/core'
import { END, playthrough } from 'coevo/game'
import { checkers, type CheckersState } from 'coevo/games/checkers'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(checkers, { visits: 200, playouts: 10 })

const EMPTY = '........'

/** A state drawn row by row, from row 8 down. */
const drawn = (rows: readonly string[], turn: number, quiet = 0): CheckersState => ({
  cells: Array.from(rows.join(''), (mark) => (mark === '.' ? '' : mark)),
  turn,
  jumping: null,
  quiet,
  past: [],
})

const labels = (state: CheckersState) => checkers.legal(state).map((action) => checkers.label(state, action))

const move = (state: CheckersState, label: string) =>
  checkers.apply(state, checkers.legal(state)[labels(state).indexOf(label)]!)

/** Counts lines of whole turns: a capture of several pieces is one. */
function countTurns(state: CheckersState, depth: number): number {
  return checkers.legal(state).reduce((sum, action) => {
    const next = checkers.apply(state, action)
    const left = next.jumping === null ? depth - 1 : depth
    return sum + (left === 0 ? 1 : countTurns(next, left))
  }, 0)
}

// The known perft of English draughts, as A. Bik counts it.
test('lines of play are as many as is known', () => {
  expect([1, 2, 3, 4, 5, 6].map((depth) => countTurns(checkers.initial(), depth))).toEqual([
    7, 49, 302, 1469, 7361, 36768,
  ])
})

test('who can capture must, and goes on with the same piece', () => {
  const start = drawn([EMPTY, '..b.....', '.w......', EMPTY, '.w......', EMPTY, EMPTY, EMPTY], 0)
  expect(labels(start)).toEqual(['c7 a5'])
  const middle = move(start, 'c7 a5')
  expect([middle.turn, middle.jumping, labels(middle)]).toEqual([0, 24, ['a5 c3']])
  const end = move(middle, 'a5 c3')
  expect([end.jumping, checkers.actor(end), checkers.returns(end)]).toEqual([null, 'nobody', [1, -1]])
})

test('a man that is crowned ends its turn, though it could capture as a king', () => {
  const start = drawn([EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, '..b.....', '.w.w....', EMPTY], 0)
  const crowned = move(start, 'c3 a1')
  expect(crowned.cells[56]).toBe('B')
  expect([crowned.turn, crowned.jumping]).toEqual([1, null])
})

test('men go ahead only, kings both ways', () => {
  const rows = (piece: string) => [EMPTY, EMPTY, EMPTY, EMPTY, '...' + piece + '....', EMPTY, EMPTY, EMPTY]
  expect(labels(drawn(rows('b'), 0))).toEqual(['d4 c3', 'd4 e3'])
  expect(labels(drawn(rows('w'), 1))).toEqual(['d4 c5', 'd4 e5'])
  expect(labels(drawn(rows('W'), 1))).toEqual(['d4 c5', 'd4 e5', 'd4 c3', 'd4 e3'])
})

test('who cannot move has lost, though it has pieces', () => {
  const blocked = drawn([EMPTY, EMPTY, EMPTY, 'b.......', '.w......', '..w.....', EMPTY, EMPTY], 0)
  expect([checkers.actor(blocked), checkers.returns(blocked)]).toEqual(['nobody', [-1, 1]])
})

test('forty quiet moves of each are a draw; a man’s move starts the count again', () => {
  const kings = [EMPTY, EMPTY, EMPTY, '......w.', EMPTY, EMPTY, '.W......', '......B.']
  const late = drawn(kings, 0, 79)
  expect(labels(late)).toEqual(['g1 f2', 'g1 h2'])
  const end = move(late, 'g1 f2')
  expect([checkers.actor(end), checkers.returns(end)]).toEqual(['nobody', [0, 0]])
  expect(move(drawn(kings, 1, 79), 'g5 f6').quiet).toBe(0)
})

test('a position that comes up for the third time is a draw', () => {
  const start = drawn([EMPTY, EMPTY, EMPTY, '......w.', EMPTY, EMPTY, '.W......', '......B.'], 0)
  const round = ['g1 f2', 'b2 a1', 'f2 g1', 'a1 b2']
  const once = round.reduce(move, start)
  expect([once.cells, once.turn]).toEqual([start.cells, start.turn])
  expect(checkers.observation(once, 0)).toContain('quiet 4 seen 1')
  const last = round.slice(0, 3).reduce(move, once)
  expect([checkers.actor(last), checkers.observation(last, 0)]).toEqual([
    1,
    expect.stringContaining('seen 1'),
  ])
  const twice = move(last, 'a1 b2')
  expect([checkers.actor(twice), checkers.returns(twice)]).toEqual(['nobody', [0, 0]])
  const simulator = checkers.simulate!()
  simulator.load(last)
  simulator.apply(simulator.action(labels(last).indexOf('a1 b2')))
  expect([simulator.actor, simulator.returnOf(0), simulator.state()]).toEqual([END, 0, twice])
  // A man's move in between, and nothing that was before can come again.
  expect(move(last, 'g5 f6')).toMatchObject({ quiet: 0, past: [] })
})

// With a king each positions come again and again.
test('the simulator sees repetitions as the rules do', () => {
  const start = drawn(['.B......', EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, 'W.......'], 0)
  let repeated = 0
  for (let game = 0; game < 40; game++) {
    const random = stream('repetitions', game)
    const simulator = checkers.simulate!()
    simulator.load(start)
    let state = start
    while (checkers.actor(state) !== 'nobody') {
      const i = random.int(checkers.legal(state).length)
      state = checkers.apply(state, checkers.legal(state)[i]!)
      simulator.apply(simulator.action(i))
      expect(simulator.state()).toEqual(state)
    }
    expect([simulator.actor, simulator.returnOf(0)]).toEqual([END, checkers.returns(state)[0]])
    if (state.quiet > 0 && state.quiet < 80) repeated++
  }
  expect(repeated).toBeGreaterThan(5)
})

test('a playthrough reads as it did', () => {
  const moves = ['b6 a5', 'c3 d4', 'a5 b4', 'a3 c5', 'd6 b4', 'd2 c3', 'b4 d2', 'e1 c3']
  expectGolden(playthrough(checkers, actionsOf(checkers, moves)), 'checkers.golden.txt', import.meta)
})
