import { defineGame, enumerate, type Game } from 'coevo/game'
import { connectFour } from 'coevo/games/connect-four'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'
import { isSurelyLarger } from '../../../src/game/solve/size.ts'

test('connect four is refused before its states are listed', () => {
  let listed = 0
  expect(() => enumerate(connectFour, { onProgress: (states) => (listed = states) })).toThrow(
    'connect-four has more than 1,000,000 states, too many to solve exactly',
  )
  expect(listed).toBe(0)
})

test.each([kuhnPoker, leducPoker, ticTacToe] as Game[])(
  '$name is not taken for larger than it is',
  (game) => {
    const size = enumerate(game).actor.length
    expect(isSurelyLarger(game, size)).toBe(false)
  },
)

/** Nine digits in a row, each one of `base`: after eight of them the game has base⁸ states. */
const digits = (base: number) =>
  defineGame<readonly number[]>({
    name: 'digits',
    facets: {
      players: 1,
      utility: 'general-sum',
      information: 'perfect',
      chance: 'deterministic',
      dynamics: 'sequential',
      utilityRange: [0, 0],
      maxMoves: 9,
      actions: base,
    },
    vocabulary: [],
    rules: 'Say nine digits.',
    initial: () => [],
    actor: (state) => (state.length < 9 ? 0 : 'nobody'),
    legal: (state) => (state.length < 9 ? Array.from({ length: base }, (_, digit) => digit) : []),
    apply: (state, digit) => [...state, digit],
    returns: () => [0],
    label: (_state, digit) => `${digit}`,
    observation: (state) => state.join(' '),
  })

test('a game whose states are all at one depth is not taken for larger than it is', () => {
  expect(isSurelyLarger(digits(2), 2 ** 8)).toBe(false)
  expect(isSurelyLarger(digits(3), 3 ** 8)).toBe(false)
})

test('a game that is much larger is found out', () => {
  expect(isSurelyLarger(digits(10), 1e5)).toBe(true)
})
