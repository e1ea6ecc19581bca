import { stream } from 'coevo/core'
import {
  CHANCE,
  drawOutcome,
  END,
  nashConv,
  rollOut,
  simulateByRules,
  simulatorOf,
  type Simulator,
  uniform,
} from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect, test } from 'vitest'
import { nim } from './nim.ts'

test('a game is played in place', () => {
  const simulator = simulatorOf(ticTacToe)
  for (const cell of [4, 0, 8, 2, 1]) simulator.apply(cell)
  expect([simulator.actor, simulator.count]).toEqual([1, 4])
  expect([0, 1, 2, 3].map((i) => simulator.action(i))).toEqual([3, 5, 6, 7])
  expect(simulator.state()).toEqual({ cells: ['o', 'x', 'o', '', 'x', '', '', '', 'x'] })
})

test('a game without a simulator is played by its rules', () => {
  const simulator = simulatorOf(nim)
  simulator.load({ left: 2, turn: 1 })
  expect([simulator.actor, simulator.count]).toEqual([1, 2])
  simulator.apply(simulator.action(1))
  expect([simulator.actor, simulator.count]).toEqual([END, 0])
  expect([simulator.returnOf(0), simulator.returnOf(1)]).toEqual([-1, 1])
  simulator.reset()
  expect(simulator.state()).toEqual(nim.initial())
})

describe.each<[string, Simulator, number]>([
  ['Kuhn poker', simulatorOf(kuhnPoker), nashConv(kuhnPoker, uniform).values[0]!],
  ['tic-tac-toe', simulatorOf(ticTacToe), 0.5849 - 0.2881],
  ['tic-tac-toe by its rules', simulateByRules(ticTacToe), 0.5849 - 0.2881],
])('%s played out at random', (_, simulator, value) => {
  test('is worth what uniform play is worth', () => {
    const random = stream('roll-out')
    const games = 10_000
    let sum = 0
    for (let i = 0; i < games; i++) {
      simulator.reset()
      expect(rollOut(simulator, random)).toBeLessThanOrEqual(9)
      sum += simulator.returnOf(0)
    }
    expect(Math.abs(sum / games - value)).toBeLessThan((4 * 1.5) / Math.sqrt(games))
  })
})

test('chance is drawn by its probabilities', () => {
  const weights = [0.5, 0.25, 0.25]
  const simulator = { ...simulatorOf(nim), actor: CHANCE, count: 3, probability: (i: number) => weights[i]! }
  const random = stream('outcomes')
  const counts = [0, 0, 0]
  for (let i = 0; i < 10_000; i++) counts[drawOutcome(simulator, random)]! += 1
  weights.forEach((weight, i) => expect(counts[i]! / 10_000).toBeCloseTo(weight, 1))
})
