import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { mcts, playout, replay, solveByMinimax, uniform, type Game } from 'coevo/game'
import { connectFour } from 'coevo/games/connect-four'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect } from 'vitest'
import { openGame, turned } from './games.ts'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Draws a position of a game in which a player is to move. */
const positionOf = (game: Game) =>
  fc.tuple(fc.nat(), fc.nat()).map(([seed, at]) => {
    const { actions } = playout(game, uniform, stream(seed))
    return replay(game, actions.slice(0, at % actions.length))
  })

/** The moves that end a game at once with a win for a player, were it to move. */
function wins(game: Game, state: never): number[] {
  const player = game.actor(state) as number
  return game.legal(state).filter((action) => {
    const next = game.apply(state, action)
    return game.actor(next) === 'nobody' && game.returns(next)[player] === 1
  })
}

describe('Monte Carlo tree search', () => {
  for (const chance of [false, true])
    test.prop([openGame(5, chance), fc.nat()], { numRuns: 50 })(
      `comes near the best move of small games ${chance ? 'with' : 'without'} chance`,
      (game, seed) => {
        const exact = solveByMinimax(game)
        const state = game.initial()
        const player = game.actor(state) as number
        const { action, actions, visits, values } = mcts(game, { simulations: 4000 }).search(
          state,
          stream(seed),
        )
        const worth = (one: number) => exact.valuesAt(game.apply(state, one))[player]!
        expect(worth(action)).toBeGreaterThan(Math.max(...actions.map(worth)) - (chance ? 0.15 : 1e-9))
        expect(values[actions.indexOf(action)]).toBeCloseTo(worth(action), chance ? 0 : 6)
        expect(sum(visits)).toBeLessThanOrEqual(4000)
      },
    )

  test.prop([openGame(4, false, 3), fc.nat()], { numRuns: 50 })(
    'comes near what each of three players gets when all play for themselves',
    (game, seed) => {
      const exact = solveByMinimax(game)
      const state = game.initial()
      const player = game.actor(state) as number
      const { action, actions } = mcts(game, { simulations: 4000 }).search(state, stream(seed))
      const worth = (one: number) => exact.valuesAt(game.apply(state, one))[player]!
      expect(worth(action)).toBeGreaterThan(Math.max(...actions.map(worth)) - 0.2)
    },
  )

  test('makes no mistake at tic-tac-toe with 2,000 simulations a move, anywhere', () => {
    const exact = solveByMinimax(ticTacToe)
    const search = mcts(ticTacToe, { simulations: 2000 })
    const met = new Map([['', ticTacToe.initial()]])
    for (const state of met.values()) {
      const player = ticTacToe.actor(state)
      if (typeof player !== 'number') continue
      const { action } = search.search(state, stream('position', met.size))
      expect(exact.valuesAt(ticTacToe.apply(state, action))[player]).toBe(exact.valuesAt(state)[player])
      for (const next of ticTacToe.legal(state).map((move) => ticTacToe.apply(state, move)))
        met.set(next.cells.map((mark) => mark || '-').join(''), next)
    }
    expect(met.size).toBe(5478)
  })

  test.prop([positionOf(connectFour), fc.nat()], { numRuns: 60 })(
    'wins at once where it can, and blocks where it must',
    (position, seed) => {
      const game = connectFour
      const state = position as never
      const { action } = mcts(game, { simulations: 400 }).search(state, stream(seed))
      const own = wins(game, state)
      const isSafe = (move: number) => wins(game, game.apply(state, move) as never).length === 0
      const good = own.length > 0 ? own : game.legal(state).filter(isSafe)
      if (good.length > 0) expect(good).toContain(action)
    },
  )

  test.prop([openGame(5, true), fc.nat()], { numRuns: 30 })('is the same from both seats', (game, seed) => {
    const search = (one: Game) => mcts(one, { simulations: 300 }).search(game.initial(), stream(seed))
    expect(search(turned(game, 1))).toEqual(search(game))
  })

  test('plays what is certain, and stops when all is', () => {
    const almost = { cells: ['x', 'x', '', 'o', 'o', '', '', '', ''] }
    const { action, visits, values } = mcts(ticTacToe, { simulations: 10_000 }).search(almost, stream('x'))
    expect([action, values[0]]).toEqual([2, 1])
    expect(sum(visits)).toBeLessThan(100)
  })

  test('does not search where there is no choice', () => {
    const last = { cells: ['x', 'o', 'x', 'x', 'o', 'o', 'o', 'x', ''] }
    expect(mcts(ticTacToe, { simulations: 9 }).search(last, stream('x'))).toMatchObject({
      action: 8,
      visits: [0],
    })
  })

  test('is drawn from its stream alone', () => {
    const search = mcts(connectFour, { simulations: 200 })
    const [once, other] = ['a', 'b'].map((name) => search.search(connectFour.initial(), stream(name)))
    expect(search.search(connectFour.initial(), stream('a'))).toEqual(once)
    expect(other).not.toEqual(once)
  })

  test('refuses a game that hides information', () => {
    expect(() => mcts(kuhnPoker, { simulations: 1 })).toThrow(
      "kuhn-poker hides information, so mcts cannot play it; use 'ismcts'.",
    )
  })
})
