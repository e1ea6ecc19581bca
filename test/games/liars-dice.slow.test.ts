import { nashConv, solveByCfr } from 'coevo/game'
import { liarsDice } from 'coevo/games/liars-dice'
import { expect, test } from 'vitest'

// 3,000 iterations put the value between −0.0272 and −0.0271; −7/258 is −0.02713.
test('with best play the first player loses 7/258', () => {
  const { nashConv: gap, values } = nashConv(liarsDice, solveByCfr(liarsDice, 300))
  expect(gap).toBeLessThan(0.003)
  expect(Math.abs(values[0]! + 7 / 258)).toBeLessThan(0.001)
})
