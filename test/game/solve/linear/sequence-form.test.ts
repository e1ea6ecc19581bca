import { fc, test } from '@fast-check/vitest'
import { enumerate, nashConvOf, solveByLp, solveMatrix, startSolver, type Game } from 'coevo/game'
import { blotto } from 'coevo/games/blotto'
import { goofspiel } from 'coevo/games/goofspiel'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { biasedRockPaperScissors, prisonersDilemma } from 'coevo/games/matrix-games'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect } from 'vitest'
import { randomGame } from '../random-game.ts'

// OpenSpiel, python/algorithms/sequence_form_lp_test.py, for both pokers; symmetry for the others.
test.each([
  [kuhnPoker, -1 / 18],
  [leducPoker, -0.085606424078],
  [blotto, 0],
  [goofspiel, 0],
  [biasedRockPaperScissors, 0],
] as unknown as [Game, number][])('$name has its known value, and an equilibrium', async (game, known) => {
  const tree = enumerate(game)
  const { value, strategy } = await solveByLp(tree)
  const { nashConv, values } = nashConvOf(tree, strategy)
  expect(value).toBeCloseTo(known, 10)
  expect(values[0]).toBeCloseTo(known, 10)
  expect(nashConv).toBeCloseTo(0, 10)
})

test('a game in normal form has the same value as its matrix', async () => {
  const tree = enumerate(biasedRockPaperScissors)
  const { strategy } = await solveByLp(tree)
  const { row, column } = await solveMatrix(
    biasedRockPaperScissors.payoffs.map((pays) => pays.map(([payoff]) => payoff)),
  )
  expect([...strategy]).toEqual([...row, ...column].map((p): unknown => expect.closeTo(p, 12)))
})

test.prop([fc.integer({ min: 1, max: 5 }).chain((steps) => randomGame(2, steps))], { numRuns: 60 })(
  'any game of perfect recall is solved, and CFR+ agrees',
  async (game) => {
    const tree = enumerate(game)
    const { value, strategy } = await solveByLp(tree)
    expect(nashConvOf(tree, strategy).nashConv).toBeCloseTo(0, 9)
    const solver = startSolver(tree, 'cfr+')
    solver.run(300)
    const { values, nashConv } = nashConvOf(tree, solver.averageStrategy())
    expect(Math.abs(values[0]! - value)).toBeLessThan(nashConv + 1e-9)
  },
)

test('games it cannot solve are refused with the method that can', async () => {
  const refusal = async (game: unknown) => {
    const message = await solveByLp(enumerate(game as Game)).catch((error: Error) => error.message)
    return message
  }
  expect(await refusal(kuhnPoker.with({ players: 3 }))).toBe(
    'kuhn-poker:players=3 is no zero-sum game of two players, which lp needs; use cfr, without its promise.',
  )
  expect(await refusal(prisonersDilemma)).toContain('prisoners-dilemma is no zero-sum game')
  expect(await refusal(ticTacToe)).toBe(
    'tic-tac-toe gets to the same state by different choices of a player, which lp cannot tell apart; use minimax or cfr+.',
  )
})
