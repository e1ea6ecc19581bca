import { nashConv, solveByCfr, startCfr, tablePolicy } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'

// OpenSpiel, algorithms/cfr_test.cc: value within 1e-3 and exploitability at most 0.05 after 300 and 200 iterations.
test.each([
  ['cfr', 'alternating', 300],
  ['cfr', 'simultaneous', 300],
  ['cfr+', 'alternating', 200],
] as const)('%s with %s updates solves Kuhn poker in %i iterations', (variant, updates, iterations) => {
  const { values, exploitability } = nashConv(
    kuhnPoker,
    solveByCfr(kuhnPoker, iterations, { variant, updates }),
  )
  expect(Math.abs(values[0]! + 1 / 18)).toBeLessThan(1e-3)
  expect(exploitability).toBeLessThan(0.05)
})

// OpenSpiel, python/algorithms/cfr_test.py, at information state "1b".
test('after two simultaneous iterations the average calls with a queen three times in four', () => {
  const cfr = startCfr(kuhnPoker, { variant: 'cfr', updates: 'simultaneous' })
  cfr.run(2)
  expect(cfr.average().get('seat second card queen moves bet')).toEqual([0.25, 0.75])
})

test('running on is the same as running through', () => {
  const [through, parts] = [startCfr(kuhnPoker), startCfr(kuhnPoker)]
  through.run(60)
  for (const count of [1, 9, 50]) parts.run(count)
  expect(parts.iterations).toBe(60)
  expect(parts.average()).toEqual(through.average())
})

test('distance to equilibrium falls towards zero', () => {
  const cfr = startCfr(kuhnPoker)
  const distances = [10, 90, 900, 4000].map((count) => {
    cfr.run(count)
    return nashConv(kuhnPoker, tablePolicy('average', cfr.average())).nashConv
  })
  expect(distances).toEqual(distances.toSorted((a, b) => b - a))
  expect(distances.at(-1)).toBeLessThan(1e-4)
})

test('a game of perfect information is solved too: tic-tac-toe is a draw', () => {
  const { values, nashConv: distance } = nashConv(ticTacToe, solveByCfr(ticTacToe, 50))
  expect(values[0]).toBeCloseTo(0, 3)
  expect(distance).toBeLessThan(0.02)
})
