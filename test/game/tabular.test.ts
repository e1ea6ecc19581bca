import { first, nashConv, playout, tablePolicy, uniform } from 'coevo/game'
import { stream } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'

const dealt = { cards: [2, 0], moves: [] }

test('uniform and first are what they are called', () => {
  expect(uniform.probabilities(kuhnPoker, dealt)).toEqual([1 / 2, 1 / 2])
  expect(uniform.probabilities(ticTacToe, ticTacToe.initial())).toEqual(Array(9).fill(1 / 9))
  expect(first.probabilities(kuhnPoker, dealt)).toEqual([1, 0])
})

test('a table answers by what the player to move knows', () => {
  const policy = tablePolicy('kings', new Map([['seat first card king moves none', [0.1, 0.9]]]))
  expect(policy.probabilities(kuhnPoker, dealt)).toEqual([0.1, 0.9])
  expect(policy.probabilities(kuhnPoker, { cards: [2, 1], moves: [] })).toEqual([0.1, 0.9])
})

test('a table that lacks an information state says which', () => {
  expect(() => tablePolicy('kings', new Map()).probabilities(kuhnPoker, dealt)).toThrow(
    "The policy 'kings' has no entry for 'seat first card king moves none' of kuhn-poker; was it made for another game?",
  )
})

test('a seat without a policy is named', () => {
  const message = 'Player 1 has no policy; give one a seat, or one for all.'
  expect(() => nashConv(kuhnPoker, [uniform])).toThrow(message)
  expect(() => playout(kuhnPoker, [uniform], stream(0))).toThrow(message)
})

test.each([[[0.5, 0.6]], [[1.5, -0.5]], [[1]], [[Number.NaN, 1]], [[1, 0, 0]], [[]]])(
  'probabilities %j over two actions are refused',
  (probabilities) => {
    const odd = { name: 'odd', probabilities: () => probabilities }
    expect(() => nashConv(kuhnPoker, odd)).toThrow(
      `The policy 'odd' gives ${probabilities.join(', ')} at 'seat first card jack moves none', not a probability for each of 2 actions.`,
    )
  },
)
