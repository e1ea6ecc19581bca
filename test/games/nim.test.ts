import { fc, test } from '@fast-check/vitest'
import { playthrough, replay, solveByMinimax } from 'coevo/game'
import { nim } from 'coevo/games/nim'
import { describeGame } from 'coevo/testing'
import { expect } from 'vitest'
import { expectGolden } from './golden.ts'

describeGame(nim)
describeGame(nim.with({ piles: '2-1', rule: 'normal' }))

test('whoever takes the last object loses, under the normal rule wins', () => {
  const moves = [0, 0, 0]
  expect(replay(nim.with({ piles: '3' }), moves)).toEqual({ piles: [0], turn: 1 })
  expect(nim.with({ piles: '3' }).returns({ piles: [0], turn: 1 })).toEqual([-1, 1])
  expect(nim.with({ piles: '3', rule: 'normal' }).returns({ piles: [0], turn: 1 })).toEqual([1, -1])
})

// OpenSpiel's nim(pile_sizes=1;3;5;7) has 16 moves too; of the 29 actions it declares it uses 28.
test('the default is misère nim of 1, 3, 5 and 7', () => {
  expect(nim.initial()).toEqual({ piles: [1, 3, 5, 7], turn: 0 })
  expect(nim.facets).toMatchObject({ maxMoves: 16, actions: 28 })
  expect(nim.rules).toContain('loses')
  expect(nim.legal(nim.initial())).toHaveLength(16)
})

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
const xor = (piles: readonly number[]) => piles.reduce((a, b) => a ^ b, 0)

test.prop([sizes], { numRuns: 30 })(
  'normal play is won by Sprague and Grundy: where the xor is not zero',
  (piles) => {
    const game = nim.with({ piles: piles.join('-'), rule: 'normal' })
    expect(solveByMinimax(game).values[0]).toBe(xor(piles) === 0 ? -1 : 1)
  },
)

test.prop([sizes], { numRuns: 30 })('misère play is won as Bouton says', (piles) => {
  const game = nim.with({ piles: piles.join('-') })
  const wins = piles.every((size) => size === 1) ? piles.length % 2 === 0 : xor(piles) !== 0
  expect(solveByMinimax(game).values[0]).toBe(wins ? 1 : -1)
})

test.each(['0-1', '1-21', '3-', '1-2-3-4-5-6-7-8-9', 'many'])('piles of %s are refused', (piles) => {
  expect(() => nim.with({ piles })).toThrow('must be one to eight sizes from 1 to 20, as in 1-3-5-7')
})

test('a playthrough reads as it did', () => {
  expectGolden(playthrough(nim, [27, 0, 10, 5, 2, 1, 2]), 'nim.golden.txt', import.meta)
})
