import { fc, test } from '@fast-check/vitest'
import { alphaBeta, solveByMinimax, type Game } from 'coevo/game'
import { connectFour } from 'coevo/games/connect-four'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { othello } from 'coevo/games/othello'
import { rockPaperScissors } from 'coevo/games/matrix-games'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect } from 'vitest'
import { openGame, turned, type Place } from './games.ts'

/** Plays connect four from the start. */
const drop = (...columns: readonly number[]) =>
  columns.reduce((state, column) => connectFour.apply(state, column), connectFour.initial())

/** What minimax says without pruning, a table, or the order of search. */
function plain(game: Game<Place>, state: Place, depth: number): number {
  const actor = game.actor(state)
  if (actor === 'nobody') return game.returns(state)[0]!
  if (depth === 0) return 0
  const values = game.legal(state).map((action) => plain(game, game.apply(state, action), depth - 1))
  return actor === 0 ? Math.max(...values) : Math.min(...values)
}

describe('alpha-beta', () => {
  test.prop([openGame(6, false), fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 5 })])(
    'finds the value and all best moves that minimax finds',
    (game, path) => {
      const exact = solveByMinimax(game)
      const search = alphaBeta(game)
      let state = game.initial()
      for (const step of path) state = game.apply(state, game.legal(state)[step] ?? 0)
      expect(search.value(state)).toBe(exact.valuesAt(state)[0])
      const good = exact.policy.probabilities(game, state).map((probability) => probability > 0)
      expect(search.best(state)).toEqual(game.legal(state).filter((_, i) => good[i]))
      expect(search.value(game.initial())).toBe(exact.values[0])
    },
  )

  test.prop([openGame(6, false), fc.integer({ min: 1, max: 5 })])(
    'of limited depth holds what lies beyond for even',
    (game, depth) => {
      const search = alphaBeta(game, { depth })
      const states = [game.initial(), game.apply(game.initial(), 1)]
      // In any order: what is kept of one search is good for the next.
      for (const state of [...states, ...states.toReversed()]) {
        const least = Array.from({ length: depth }, (_, i) => plain(game, state, i + 1))
        const win = game.actor(state) === 0 ? 1 : -1
        expect(search.value(state)).toBe(least.find((value) => value === win) ?? least.at(-1))
      }
    },
  )

  test.prop([openGame(6, false)])('is the same from both seats', (game) => {
    const other = turned(game, 1)
    expect(alphaBeta(other).value(game.initial())).toBeCloseTo(-alphaBeta(game).value(game.initial()), 9)
    expect(alphaBeta(other).best(game.initial())).toEqual(alphaBeta(game).best(game.initial()))
  })

  test('draws tic-tac-toe, whatever is marked first', () => {
    const search = alphaBeta(ticTacToe)
    expect(search.value(ticTacToe.initial())).toBe(0)
    expect(search.best(ticTacToe.initial())).toEqual(ticTacToe.legal(ticTacToe.initial()))
  })

  test('wins as fast as it can, and blocks', () => {
    const search = alphaBeta(connectFour, { depth: 5 })
    expect(search.best(drop(3, 0, 3, 0, 3, 0))).toEqual([3])
    expect(search.best(drop(3, 0, 3, 1, 3))).toEqual([3])
    // Three in the bottom row with both ends free cannot be blocked.
    expect(search.value(drop(3, 3, 2, 2))).toBe(1)
    expect(search.best(drop(3, 3, 2, 2))).toEqual([1, 4])
  })

  test('keeps no more positions than it may', () => {
    const free = alphaBeta(othello, { depth: 3 })
    const tight = alphaBeta(othello, { depth: 3, positions: 50 })
    expect(tight.best(othello.initial())).toEqual(free.best(othello.initial()))
    expect(() => alphaBeta(connectFour, { positions: 1000 }).best(connectFour.initial())).toThrow(
      "connect-four has more than 1,000 positions ahead, too many for minimax to search to the end; look some moves ahead only: 'minimax:6'.",
    )
  })

  test('sees early that it will never get to the end, and goes on where it may', () => {
    let asked = 0
    const counted = { ...connectFour, legal: (state: never) => (asked++, connectFour.legal(state)) }
    const search = alphaBeta(counted, { positions: 100_000 })
    expect(() => search.best(connectFour.initial())).toThrow(
      'connect-four has more than 100,000 positions ahead',
    )
    expect(asked).toBeLessThan(20_000)
    // A few thousand positions are left here, of as large a game.
    const late = [0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 2, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3, 2].reduce(
      (state, column) => connectFour.apply(state, column),
      connectFour.initial(),
    )
    expect(alphaBeta(connectFour, { positions: 100_000 }).value(late)).toBeTypeOf('number')
  })

  test.prop([openGame(2, true)])('refuses what it cannot search', (lottery) => {
    const refuse = (game: unknown, message: string) => expect(() => alphaBeta(game as Game)).toThrow(message)
    refuse(kuhnPoker, "kuhn-poker hides information, so minimax cannot play it; use 'ismcts'.")
    refuse(rockPaperScissors, 'rock-paper-scissors hides information')
    refuse(lottery, `${lottery.name} has chance, so minimax cannot play it; use 'mcts'.`)
    const shared = { ...ticTacToe, facets: { ...ticTacToe.facets, utility: 'general-sum' } }
    refuse(
      shared,
      "tic-tac-toe is not for two with opposite interests, so minimax cannot play it; use 'mcts'.",
    )
  })
})
