import { IN_TOURNAMENTS, namedPolicies, namedPolicy } from 'coevo/agents/policy/named-policy'
import { entrantKinds } from 'coevo/agents/tournament/open-entrant'
import { openHall } from 'coevo/agents/match/hall'
import type { Game } from 'coevo/game'
import { chess } from 'coevo/games/chess'
import { connectFour } from 'coevo/games/connect-four'
import { goofspiel } from 'coevo/games/goofspiel'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { limitHoldem } from 'coevo/games/limit-holdem'
import { phantomTicTacToe } from 'coevo/games/phantom-tic-tac-toe'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect, test } from 'vitest'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Plays matches between two agents, in these seats, and returns what the first one got in each. */
async function returnsOf(game: Game, names: readonly string[], matches: number, seed = 1): Promise<number[]> {
  const hall = openHall({ game, rule: { kind: 'forfeit' } })
  const seats = names.map((name) => namedPolicy(game, name))
  const episodes = await hall.play({ seats, seed, sessions: range(matches), concurrency: 4 })
  expect(new Set(episodes.map(({ end }) => end))).toEqual(new Set(['finished']))
  return episodes.map(({ roles }) => roles[0]!.return)
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

test('has a name for every policy, with or without a number', () => {
  for (const [name, { number }] of Object.entries(namedPolicies)) {
    const game: Game = ['minimax', 'mcts'].includes(name) ? ticTacToe : kuhnPoker
    expect(namedPolicy(game, name).name).toBe(name)
    if (number !== undefined) expect(namedPolicy(game, `${name}:5`).name).toBe(`${name}:5`)
  }
})

test.for([
  ['unifrom', "There is no agent 'unifrom'; did you mean 'uniform'?"],
  ['first:3', "The agent 'first' takes no number: write 'first'."],
  ['cfr+:many', "'cfr+:many' needs a number of iterations from 1 to 9999999: write 'cfr+:1000'."],
  ['cfr+:0', "'cfr+:0' needs a number"],
  ['ismcts:-1', "'ismcts:-1' needs a number of simulations from 1 to 9999999: write 'ismcts:1000'."],
  ['minimax:0', "'minimax:0' needs a number of moves from 1 to 9999999: write 'minimax:6'."],
  ['minimax', "kuhn-poker hides information, so minimax cannot play it; use 'ismcts'."],
  ['mcts', "kuhn-poker hides information, so mcts cannot play it; use 'ismcts'."],
] as const)("refuses '%s'", ([name, message]) => {
  expect(() => namedPolicy(kuhnPoker, name)).toThrow(message)
})

describe('against agents whose strength is known', () => {
  test('minimax and 2,000 simulations a move never lose at tic-tac-toe, from either seat', async () => {
    for (const one of ['minimax', 'mcts:2000'])
      for (const other of ['minimax', 'mcts:2000'])
        expect(await returnsOf(ticTacToe, [one, other], 10), `${one} ${other}`).toEqual(Array(10).fill(0))
    expect(sum(await returnsOf(ticTacToe, ['minimax', 'uniform'], 40))).toBeGreaterThan(32)
    expect(sum(await returnsOf(ticTacToe, ['uniform', 'mcts:2000'], 40))).toBeLessThan(-28)
    expect(Math.max(...(await returnsOf(ticTacToe, ['uniform', 'mcts:2000'], 40, 2)))).toBeLessThan(1)
  })

  test('who looks further wins at connect four', async () => {
    expect(sum(await returnsOf(connectFour, ['uniform', 'minimax:3'], 20))).toBeLessThan(-16)
    expect(sum(await returnsOf(connectFour, ['mcts:20', 'mcts:500'], 10))).toBeLessThan(-4)
  })

  test('ismcts beats chance where much is hidden', async () => {
    expect(sum(await returnsOf(phantomTicTacToe, ['ismcts:200', 'uniform'], 40))).toBeGreaterThan(16)
    expect(sum(await returnsOf(phantomTicTacToe, ['uniform', 'ismcts:200'], 40))).toBeLessThan(-4)
    expect(sum(await returnsOf(goofspiel.with({ cards: 6 }), ['ismcts:200', 'uniform'], 40))).toBeGreaterThan(
      8,
    )
    expect(sum(await returnsOf(limitHoldem, ['ismcts:200', 'uniform'], 40))).toBeGreaterThan(0)
  })
})

test('decides alike whatever else is decided, and in whatever order', async () => {
  for (const [game, names] of [
    [connectFour, ['mcts:30', 'minimax:2']],
    [goofspiel, ['ismcts:30', 'ismcts:20']],
  ] as const) {
    const play = (sessions: readonly number[], concurrency: number) =>
      openHall({ game, rule: { kind: 'forfeit' } }).play({
        sessions,
        concurrency,
        seed: 1,
        seats: names.map((name) => namedPolicy(game, name)),
      })
    const all = await play(range(6), 1)
    expect(await play(range(6).toReversed(), 3)).toEqual(all)
    expect(await play([3], 1)).toEqual([all[3]])
  }
})

test('what plays in tournaments only says so', () => {
  expect(IN_TOURNAMENTS).toEqual(new Set(Object.keys(entrantKinds)))
  for (const name of ['openai:m@http://host/v1', 'checkpoint:runs/x', 'human'])
    expect(() => namedPolicy(kuhnPoker, name)).toThrow(
      `'${name.split(':')[0]}' plays in tournaments only, for now: in a seat or as an opponent name one of uniform, first`,
    )
})

test('uniform and first play what is far too large to list', async () => {
  expect(await returnsOf(chess, ['uniform', 'first'], 1)).toHaveLength(1)
})
