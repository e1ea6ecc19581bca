import { playthrough, replay } from 'coevo/game'
import { chess, type ChessState } from 'coevo/games/chess'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { countLines } from './count.ts'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(chess, { visits: 60, playouts: 2 })

const position = (fen: string, clock = 0): ChessState => ({ position: fen, clock, past: [] })

const labels = (state: ChessState) => chess.legal(state).map((action) => chess.label(state, action))

/** Plays moves from a state. */
const play = (state: ChessState, moves: readonly string[]) =>
  moves.reduce((now, move) => chess.apply(now, chess.legal(now)[labels(now).indexOf(move)]!), state)

const over = (state: ChessState) => [chess.actor(state), chess.returns(state)]

// Chess Programming Wiki, "Perft results": the start and positions 2 to 5.
test.each([
  ['rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq -', [20, 400, 8902]],
  ['r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq -', [48, 2039]],
  ['8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - -', [14, 191, 2812]],
  ['r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq -', [6, 264]],
  ['rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ -', [44, 1486]],
])('from %s lines of play are as many as is known', (fen, counts) => {
  expect(counts.map((_, i) => countLines(chess, i + 1, position(fen)))).toEqual(counts)
})

test('the fool’s mate is won by black', () => {
  const end = replay(chess, actionsOf(chess, ['f2 f3', 'e7 e5', 'g2 g4', 'd8 h4']))
  expect(over(end)).toEqual(['nobody', [-1, 1]])
})

test.each([
  ['stalemate', position('7k/5Q2/6K1/8/8/8/8/8 b - -')],
  ['too little material', position('7k/8/6K1/8/8/8/8/6N1 w - -')],
  ['fifty moves of each', position('7k/8/6K1/8/8/8/8/6R1 w - -', 100)],
])('%s is a draw', (_, state) => {
  expect(over(state)).toEqual(['nobody', [0, 0]])
  expect(chess.legal(state)).toEqual([])
})

test('checkmate on the last of fifty moves wins', () => {
  expect(over(position('R6k/8/6K1/8/8/8/8/8 b - -', 100))).toEqual(['nobody', [1, -1]])
})

test('the third occurrence of a position is a draw; a pawn’s move forgets', () => {
  const knights = ['g1 f3', 'g8 f6', 'f3 g1', 'f6 g8']
  const twice = play(chess.initial(), knights)
  expect(chess.actor(twice)).toBe(0)
  expect(chess.observation(twice, 0)).toContain('seen 1')
  expect(over(play(twice, knights))).toEqual(['nobody', [0, 0]])
  expect(play(twice, ['e2 e4'])).toMatchObject({ clock: 0, past: [] })
})

test('a pawn promotes to any piece, by four actions', () => {
  const state = position('1n5k/P7/8/8/8/8/8/K7 w - -')
  const promotions = labels(state).filter((label) => label.startsWith('a7'))
  expect(promotions.toSorted()).toEqual(
    ['a8', 'b8'].flatMap((to) => ['bishop', 'knight', 'queen', 'rook'].map((piece) => `a7 ${to} ${piece}`)),
  )
  expect(play(state, ['a7 b8 knight']).position).toBe('1N5k/8/8/8/8/8/8/K7 b - -')
})

test('castling and capture in passing are moves of king and pawn', () => {
  expect(labels(position('4k3/8/8/8/8/8/8/R3K2R w KQ -'))).toEqual(expect.arrayContaining(['e1 g1', 'e1 c1']))
  expect(play(position('4k3/8/8/3pP3/8/8/8/4K3 w - d6'), ['e5 d6']).position).toBe(
    '4k3/8/3P4/8/8/8/8/4K3 b - -',
  )
})

test('a playthrough reads as it did', () => {
  const moves = ['e2 e4', 'e7 e5', 'd1 h5', 'b8 c6', 'f1 c4', 'g8 f6', 'h5 f7']
  expectGolden(playthrough(chess, actionsOf(chess, moves)), 'chess.golden.txt', import.meta)
})
