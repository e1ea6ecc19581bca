import { stream } from 'coevo/core'
import { first, nashConv, playout, replay, uniform } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'

test.prop([fc.integer()], { seed: 1 })(
  'a playout is a game: its actions lead to its final state and returns',
  (seed) => {
    const { actions, final, returns } = playout(ticTacToe, uniform, stream(seed))
    expect(replay(ticTacToe, actions)).toEqual(final)
    expect(ticTacToe.actor(final)).toBe('nobody')
    expect(ticTacToe.returns(final)).toEqual(returns)
  },
)

test('the same stream gives the same game, another one another', () => {
  const play = (seed: number) =>
    Array.from({ length: 8 }, (_, i) => playout(kuhnPoker, uniform, stream(seed, i)).actions)
  expect(play(1)).toEqual(play(1))
  expect(play(1)).not.toEqual(play(2))
})

test('policies sit where they are put', () => {
  const { actions } = playout(kuhnPoker, [first, uniform], stream(3))
  expect(actions[2]).toBe(0)
  expect(playout(ticTacToe, [first, first], stream(0)).actions).toEqual([0, 1, 2, 3, 4, 5, 6])
})

test('the mean return of many playouts is the exact value', () => {
  const random = stream('mean')
  const games = 20_000
  let sum = 0
  for (let i = 0; i < games; i++) sum += playout(kuhnPoker, uniform, random).returns[0]!
  const standardError = 1.5 / Math.sqrt(games)
  expect(Math.abs(sum / games - nashConv(kuhnPoker, uniform).values[0]!)).toBeLessThan(4 * standardError)
})

test('a game that never ends is stopped by what it declares', () => {
  const endless = { ...ticTacToe, apply: (state: { cells: readonly string[] }) => state }
  expect(() => playout(endless, uniform, stream(0))).toThrow('tic-tac-toe runs past its maxMoves of 9')
})
