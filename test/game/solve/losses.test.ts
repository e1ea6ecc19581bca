import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { enumerate, lossesOf, nashConvOf, reachOf, type GameTree } from 'coevo/game'
import { stream, sum } from 'coevo/core'
import { describe, expect, test } from 'vitest'

/** A strategy that is drawn at random. */
function drawn(tree: GameTree, seed: number): Float64Array {
  const random = stream(seed, 'strategy')
  const strategy = Float64Array.from({ length: tree.slots }, () => random.uniform())
  for (const { offset, actions } of tree.informationSets) {
    const part = strategy.subarray(offset, offset + actions.length)
    const total = sum([...part])
    part.forEach((p, i) => (part[i] = p / total))
  }
  return strategy
}

describe('what a strategy loses in each information set', () => {
  test.each([
    ['kuhn-poker', kuhnPoker],
    ['kuhn-poker of three', kuhnPoker.with({ players: 3 })],
    ['leduc-poker', leducPoker],
    ['tic-tac-toe, where ways meet', ticTacToe],
  ])('is never negative and adds up to NashConv: %s', (_, game) => {
    const tree: GameTree = enumerate(game as never)
    for (const seed of [1, 2]) {
      const strategy = drawn(tree, seed)
      const losses = lossesOf(tree, strategy)
      expect(Math.min(...losses)).toBeGreaterThan(-1e-12)
      expect(sum([...losses])).toBeCloseTo(nashConvOf(tree, strategy).nashConv, 9)
    }
  })

  test('of folding a king to every bet is three chips in a third of the deals', () => {
    const tree: GameTree = enumerate(kuhnPoker as never)
    const strategy = new Float64Array(tree.slots)
    // Everybody bets or calls, but the second player folds a king to a bet: one deal in three has it there, and it
    // loses 1 where it would have won 2.
    const folds = tree.informationSets.findIndex(({ key }) => key === 'seat second card king moves bet')
    for (const [set, { offset }] of tree.informationSets.entries())
      strategy[offset + (set === folds ? 0 : 1)] = 1
    expect(lossesOf(tree, strategy)[folds]).toBeCloseTo(1)
    expect(reachOf(tree, strategy)[0]).toBe(1)
  })
})
