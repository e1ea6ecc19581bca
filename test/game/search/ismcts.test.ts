import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { ismcts, type Game } from 'coevo/game'
import { matchingPennies } from 'coevo/games/matrix-games'
import { kuhnPoker, type KuhnState } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect } from 'vitest'
import { turned } from './games.ts'

const [JACK, QUEEN, KING] = [0, 1, 2] as const
const [PASS, BET] = [0, 1] as const

/** Searches one state of Kuhn poker as whoever is to move, with streams of its own. */
const atKuhn = (state: KuhnState, seed: number, simulations = 500, game = kuhnPoker as Game<KuhnState>) =>
  ismcts(game, { simulations }).search((random) => kuhnPoker.resample!(state, random), stream(seed))

describe('information-set Monte Carlo tree search', () => {
  test.prop([fc.nat(), fc.constantFrom([], [PASS])], { numRuns: 50 })(
    'of Kuhn poker never calls with a jack and always with a king',
    (seed, before) => {
      const moves = [...before, BET]
      const dealt = (card: number) => (before.length === 0 ? [QUEEN, card] : [card, QUEEN])
      expect(atKuhn({ cards: dealt(JACK), moves }, seed).action).toBe(PASS)
      const called = atKuhn({ cards: dealt(KING), moves }, seed)
      expect(called.action).toBe(BET)
      expect(called.values[BET]).toBe(2)
    },
  )

  test.prop([fc.nat()], { numRuns: 20 })('bets a king that was checked to: a queen may call', (seed) => {
    const state = { cards: [QUEEN, KING], moves: [PASS] }
    const { action, values } = atKuhn(state, seed, 4000)
    expect(values[PASS]).toBe(1)
    expect(values[BET]).toBeGreaterThan(1)
    expect(action).toBe(BET)
  })

  test.prop([fc.nat(), fc.shuffledSubarray([0, 1, 2], { minLength: 2, maxLength: 2 })], { numRuns: 30 })(
    'does not depend on what the player cannot know',
    (seed, cards) => {
      const state = { cards, moves: [PASS] }
      const own = cards[1]!
      const other = {
        cards: [[0, 1, 2].find((card) => card !== own && card !== cards[0])!, own],
        moves: [PASS],
      }
      expect(atKuhn(other, seed)).toEqual(atKuhn(state, seed))
    },
  )

  test.prop([fc.nat(), fc.integer({ min: 1, max: 2 })], { numRuns: 20 })(
    'is the same from all seats',
    (seed, by) => {
      const game = kuhnPoker.with({ players: 3 })
      const state = { cards: [3, 1, 0], moves: [PASS, BET] }
      const search = (one: Game) =>
        ismcts(one, { simulations: 300 }).search((random) => game.resample!(state, random), stream(seed))
      expect(search(turned(game, by))).toEqual(search(game))
    },
  )

  test('does not let an opponent answer a move that it has not seen', () => {
    const game = matchingPennies
    const { values } = ismcts(game, { simulations: 4000 }).search(() => game.initial(), stream('pennies'))
    // Were the choice seen, both would lose; did the players move in step, one might always win.
    for (const value of values) expect(Math.abs(value)).toBeLessThan(0.2)
  })

  test('raises with a pair at Leduc poker, and folds a jack to a raise of a king', () => {
    const search = ismcts(leducPoker, { simulations: 3000 })
    const at = (cards: readonly number[], moves: readonly number[]) =>
      search.search((random) => leducPoker.resample!({ cards, moves }, random), stream('leduc')).action
    expect(at([4, 0, 5], [1, 1, 1, 2])).toBe(2)
    expect(at([0, 4, 2], [1, 1, 2, 2])).toBe(0)
  })

  test('wins at once where nothing is hidden', () => {
    const state = { cells: ['x', 'x', '', 'o', 'o', '', '', '', ''] }
    expect(ismcts(ticTacToe, { simulations: 500 }).search(() => state, stream('x')).action).toBe(2)
  })
})
