import { nashConv, playthrough, replay, solveByCfr, uniform } from 'coevo/game'
import { goofspiel } from 'coevo/games/goofspiel'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

const open = goofspiel.with({ cards: 3, order: 'random', information: 'perfect' })

describeGame(goofspiel)
describeGame(open)
describeGame(goofspiel.with({ order: 'ascending', cards: 3 }))
describeGame(goofspiel.with({ cards: 13, order: 'random' }))

/** Bids as cards, the first player's before the second's, round by round. */
const bid = (...cards: number[]) => cards.map((card) => card - 1)

test.each([
  ['more points win', bid(1, 2, 4, 3, 3, 4), [-1, 1]],
  ['five points each are a draw', bid(4, 1, 1, 4, 2, 3), [0, 0]],
  ['tied prizes go to nobody', bid(1, 1, 2, 2, 3, 3), [0, 0]],
  ['the last cards count', bid(4, 4, 3, 1, 1, 2), [0, 0]],
])('%s', (_, actions, returns) => {
  const end = replay(goofspiel, actions)
  expect(goofspiel.actor(end)).toBe('nobody')
  expect(goofspiel.returns(end)).toEqual(returns)
})

test('the second player does not see what the first has bid', () => {
  const seen = bid(1, 2).map((first) => {
    const state = replay(goofspiel, [first])
    return [goofspiel.actor(state), goofspiel.observation(state, 0), goofspiel.observation(state, 1)]
  })
  expect(seen).toEqual([
    [1, 'seat first prize 4 bid 1', 'seat second prize 4 bid none'],
    [1, 'seat first prize 4 bid 2', 'seat second prize 4 bid none'],
  ])
})

test('who won is told, or also how', () => {
  const told = (game: typeof goofspiel | typeof open) =>
    game.observation(replay(game, [...(game === open ? [1] : []), ...bid(3, 2)]), 1)
  expect(told(goofspiel.with({ cards: 3 }))).toBe('seat second prize 3 bid 2 lost prize 2 bid none')
  expect(told(open)).toBe('seat second prize 2 bid 2 against 3')
})

// The first two rows: OpenSpiel, integration_tests/api_test.py. The last: 1 + 3·9 deals of a prize,
// 3·(1 + 3) + 54·(1 + 2) bids, 54·4 ends.
test.each([
  { game: goofspiel, chance: 0, decision: 501, terminal: 576, informationSets: 162 },
  { game: open, chance: 28, decision: 174, terminal: 216, informationSets: 2 * (3 + 54) },
])('the tree of $game.name has the states of theory', ({ game, ...expected }) => {
  expect(sizeOf(game)).toEqual(expected)
})

test.each([goofspiel, open])('$name is worth nothing to either player', (game) => {
  expect(nashConv(game, uniform).values[0]).toBeCloseTo(0, 12)
  const { nashConv: gap, values } = nashConv(game, solveByCfr(game, 500))
  expect(gap).toBeLessThan(0.005)
  expect(values[0]).toBeCloseTo(0, 2)
})

test('playthroughs read as they did', () => {
  expectGolden(playthrough(goofspiel, bid(4, 3, 1, 1, 3, 2)), 'goofspiel.golden.txt', import.meta)
  const random = [2, ...bid(3, 3), 0, ...bid(1, 2)]
  expectGolden(playthrough(open, random), 'goofspiel-open.golden.txt', import.meta)
})
