import { nashConv, playthrough, replay, solveByCfr, uniform } from 'coevo/game'
import { blotto } from 'coevo/games/blotto'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

const small = blotto.with({ coins: 5 })

describeGame(blotto)
describeGame(small)

const at = (game: typeof small, placement: string) =>
  game.legal(game.initial()).find((action) => game.label(game.initial(), action) === placement)!

test.each([
  ['4 4 2', '10 0 0', [1, -1]],
  ['5 5 0', '4 4 2', [1, -1]],
  ['10 0 0', '0 5 5', [-1, 1]],
  ['5 5 0', '5 0 5', [0, 0]],
  ['3 3 4', '3 3 4', [0, 0]],
])('%s against %s', (first, second, returns) => {
  expect(blotto.returns(replay(blotto, [at(blotto, first), at(blotto, second)]))).toEqual(returns)
})

// OpenSpiel's playthrough: 66 actions with 10 coins on 3 fields.
test.each([
  [blotto, 66],
  [small, 21],
  [blotto.with({ coins: 20, fields: 5 }), 10_626],
])('$name has as many actions as there are ways to place the coins', (game, actions) => {
  expect(game.facets.actions).toBe(actions)
  expect(game.legal(game.initial())).toHaveLength(actions)
})

test('its tree is a matrix', () => {
  expect(sizeOf(small)).toEqual({ chance: 0, decision: 1 + 21, terminal: 21 * 21, informationSets: 2 })
})

test('it is worth nothing to either player', () => {
  expect(nashConv(blotto, uniform).values[0]).toBeCloseTo(0, 12)
  const { nashConv: gap, values } = nashConv(small, solveByCfr(small, 1000))
  expect(gap).toBeLessThan(0.002)
  expect(values[0]).toBeCloseTo(0, 3)
})

test('a playthrough reads as it did', () => {
  const actions = [at(blotto, '3 3 4'), at(blotto, '2 4 4')]
  expectGolden(playthrough(blotto, actions), 'blotto.golden.txt', import.meta)
})
