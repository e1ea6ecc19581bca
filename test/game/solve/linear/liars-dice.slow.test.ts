import { enumerate, nashConvOf, solveByLp, type Game } from 'coevo/game'
import { liarsDice } from 'coevo/games/liars-dice'
import { expect, test } from 'vitest'

// A fraction that was found by this program, to 15 digits; that NashConv is 0 proves it.
test("liar's dice, of 24,576 information sets, has the value −7/258", async () => {
  const tree = enumerate(liarsDice as unknown as Game)
  const { value, strategy } = await solveByLp(tree)
  expect(value).toBeCloseTo(-7 / 258, 12)
  expect(nashConvOf(tree, strategy).nashConv).toBeCloseTo(0, 12)
})
