import { bestResponse, first, nashConv, playout, solveByCfr, uniform } from 'coevo/game'
import { stream } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { randomTable } from './random-table.ts'

// OpenSpiel, exploitability_test.py and tabular_exploitability_test.cc.
test('uniform Kuhn poker: NashConv 11/12, value 1/8, best responses 1/2 and 5/12', () => {
  const { nashConv: distance, exploitability, values, bestResponses } = nashConv(kuhnPoker, uniform)
  expect(distance).toBeCloseTo(11 / 12, 12)
  expect(exploitability).toBeCloseTo(11 / 24, 12)
  expect(values[0]).toBeCloseTo(1 / 8, 12)
  expect(values[1]).toBeCloseTo(-1 / 8, 12)
  expect(bestResponses[0]).toBeCloseTo(1 / 2, 12)
  expect(bestResponses[1]).toBeCloseTo(5 / 12, 12)
})

test('Kuhn poker when both always pass: NashConv 2', () => {
  expect(nashConv(kuhnPoker, first)).toEqual({
    nashConv: 2,
    exploitability: 1,
    values: [0, 0],
    bestResponses: [1, 1],
  })
})

test('policies by seat are used by seat', () => {
  const { values, bestResponses } = nashConv(kuhnPoker, [uniform, first])
  expect(bestResponses[0]).toBe(1)
  expect(bestResponses[1]).toBeCloseTo(5 / 12, 12)
  expect(values[0]).toBeCloseTo(1 / 2, 12)
})

test.prop([randomTable(kuhnPoker)], { seed: 1 })(
  'no policy is below zero, and a best response is what it claims',
  (policy) => {
    const { nashConv: distance, values, bestResponses } = nashConv(kuhnPoker, policy)
    expect(distance).toBeGreaterThan(-1e-12)
    expect(values[0]! + values[1]!).toBeCloseTo(0, 12)
    for (const player of [0, 1]) {
      expect(bestResponses[player]).toBeGreaterThan(values[player]! - 1e-12)
      const response = bestResponse(kuhnPoker, policy, player)
      expect(response.value).toBe(bestResponses[player])
      const seats = player === 0 ? [response.policy, policy] : [policy, response.policy]
      expect(nashConv(kuhnPoker, seats).values[player]).toBeCloseTo(response.value, 12)
    }
  },
)

test.prop([randomTable(kuhnPoker), randomTable(kuhnPoker)], { seed: 1 })(
  'no policy does better than a best response',
  (policy, other) => {
    const { value } = bestResponse(kuhnPoker, policy, 0)
    expect(nashConv(kuhnPoker, [other, policy]).values[0]).toBeLessThan(value + 1e-12)
  },
)

test.prop([randomTable(kuhnPoker)], { seed: 1 })(
  "nobody does better than the game's value against an equilibrium",
  (policy) => {
    const equilibrium = solveByCfr(kuhnPoker, 300)
    expect(nashConv(kuhnPoker, [policy, equilibrium]).values[0]).toBeLessThan(-1 / 18 + 1e-3)
    expect(nashConv(kuhnPoker, [equilibrium, policy]).values[1]).toBeLessThan(1 / 18 + 1e-3)
  },
)

test('a best response to random tic-tac-toe wins as often in play as in theory', () => {
  const response = bestResponse(ticTacToe, uniform, 0)
  const games = 500
  let sum = 0
  for (let i = 0; i < games; i++)
    sum += playout(ticTacToe, [response.policy, uniform], stream('ttt', i)).returns[0]!
  expect(response.value).toBeCloseTo(0.9948, 4)
  expect(sum / games).toBeGreaterThan(0.97)
})
