import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { playout, playthrough, replay, solveByMinimax, uniform } from 'coevo/game'
import { hex } from 'coevo/games/hex'
import { describeGame } from 'coevo/testing'
import { expect } from 'vitest'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(hex, { visits: 100, playouts: 3 })
describeGame(hex.with({ size: 3 }), { visits: 1000 })
describeGame(hex.with({ size: 2 }))

const three = hex.with({ size: 3 })

test.each([
  ['straight down', ['b1', 'a1', 'b2', 'a2', 'b3'], [1, -1]],
  ['down to the left', ['c1', 'a1', 'b2', 'b1', 'a3'], [1, -1]],
  ['across', ['a1', 'a3', 'b1', 'b3', 'a2', 'c3'], [-1, 1]],
  ['across and up', ['a1', 'a3', 'b1', 'b2', 'a2', 'c1'], [-1, 1]],
])('a chain %s wins', (_, moves, returns) => {
  const end = replay(three, actionsOf(three, moves))
  expect(three.actor(end)).toBe('nobody')
  expect(three.returns(end)).toEqual(returns)
})

test('cells down to the right do not touch', () => {
  expect(three.actor(replay(three, actionsOf(three, ['a1', 'c1', 'b2', 'b1', 'c3'])))).toBe(1)
})

test.prop([fc.integer(), fc.integer({ min: 2, max: 7 })], { numRuns: 50 })(
  'a game never ends in a draw',
  (seed, size) => {
    const { returns, actions } = playout(hex.with({ size }), uniform, stream(seed))
    expect(returns).toEqual(actions.length % 2 === 1 ? [1, -1] : [-1, 1])
  },
)

// Nash's argument: a move more never hurts, so the second player has nothing to steal.
test.each([2, 3])('the first player wins on a board of %d', (size) => {
  expect(solveByMinimax(hex.with({ size })).values).toEqual([1, -1])
})

test('on a board of 2 the first player must take the short diagonal', () => {
  const two = hex.with({ size: 2 })
  const solved = solveByMinimax(two)
  const good = two
    .legal(two.initial())
    .filter((cell) => solved.valuesAt(two.apply(two.initial(), cell))[0] === 1)
  expect(good.map((cell) => two.label(two.initial(), cell))).toEqual(['b1', 'a2'])
})

test('the default board has 121 cells', () => {
  expect(hex.facets).toMatchObject({ actions: 121, maxMoves: 121 })
})

test('a playthrough reads as it did', () => {
  expectGolden(
    playthrough(three, actionsOf(three, ['b2', 'b1', 'c1', 'b3', 'a3'])),
    'hex.golden.txt',
    import.meta,
  )
})
