import { nashConv, solveByMinimax, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'
import { nim } from '../nim.ts'

test('perfect play cannot be exploited', () => {
  expect(nashConv(ticTacToe, solveByMinimax(ticTacToe).policy).nashConv).toBeCloseTo(0, 12)
})

test('equally good moves share the probability', () => {
  const { policy } = solveByMinimax(ticTacToe)
  expect(policy.probabilities(ticTacToe, ticTacToe.initial())).toEqual(Array(9).fill(1 / 9))
})

test('chance is averaged', () => {
  const rolled: Game = {
    ...nim,
    facets: { ...nim.facets, chance: 'sampled' },
    initial: () => ({ left: 0, turn: -1 }),
    actor: (state) => (isRoll(state) ? 'chance' : nim.actor(state as Nim)),
    legal: (state) => (isRoll(state) ? [] : nim.legal(state as Nim)),
    chance: (state) =>
      isRoll(state)
        ? [
            { action: 3, probability: 0.25 },
            { action: 4, probability: 0.75 },
          ]
        : [],
    apply: (state, action) => (isRoll(state) ? { left: action, turn: 0 } : nim.apply(state as Nim, action)),
  }
  const solved = solveByMinimax(rolled)
  expect(solved.values).toEqual([-0.5, 0.5])
  expect(solved.valuesAt(rolled.initial())).toEqual([-0.5, 0.5])
})

test('a game that hides information is refused', () => {
  expect(() => solveByMinimax(kuhnPoker)).toThrow(
    'kuhn-poker hides information, which minimax cannot solve; use cfr or cfr+.',
  )
})

type Nim = ReturnType<typeof nim.initial>
const isRoll = (state: unknown) => (state as Nim).turn === -1
