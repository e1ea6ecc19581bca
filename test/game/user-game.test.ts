import { bestResponse, nashConv, playout, solveByCfr, solveByMinimax, uniform } from 'coevo/game'
import { stream } from 'coevo/core'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { matchingPennies } from './matching-pennies.ts'
import { nim } from './nim.ts'

describeGame(matchingPennies)
describeGame(nim)

test('a short game of a user is played and solved without more code', () => {
  const { actions, returns } = playout(matchingPennies, uniform, stream(1))
  expect(actions).toHaveLength(2)
  expect(returns).toEqual(actions[0] === actions[1] ? [1, -1] : [-1, 1])
  expect(nashConv(matchingPennies, uniform).nashConv).toBe(0)
  expect(nashConv(matchingPennies, solveByCfr(matchingPennies, 50)).nashConv).toBeLessThan(1e-12)
})

test('nim is a win for the first player, who leaves a multiple of four', () => {
  const solved = solveByMinimax(nim)
  expect(solved.values).toEqual([1, -1])
  expect(solved.policy.probabilities(nim, nim.initial())).toEqual([0, 0, 1])
  expect(solved.valuesAt({ left: 4, turn: 0 })).toEqual([-1, 1])
  expect(nashConv(nim, solved.policy).nashConv).toBe(0)
  expect(bestResponse(nim, [solved.policy, uniform], 1).value).toBe(-1)
})
