import { enumerate, informationSets, nashConv, uniform, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { expect, test } from 'vitest'
import { matchingPennies } from '../matching-pennies.ts'

test.each([kuhnPoker, ticTacToe, matchingPennies] as Game[])(
  'parents come before children in $name',
  (game) => {
    const { actor, firstEdge, child } = enumerate(game)
    for (let node = 0; node < actor.length; node++)
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++)
        expect(child[edge]).toBeGreaterThan(node)
  },
)

test('an information set holds all that its player cannot tell apart', () => {
  const sets = informationSets(kuhnPoker)
  expect(sets.map(({ nodes }) => nodes.length)).toEqual(Array(12).fill(2))
  expect(sets[0]).toMatchObject({
    key: 'seat first card jack moves none',
    player: 0,
    actions: [0, 1],
    offset: 0,
  })
  for (const { key, player, state, actions } of sets) {
    expect(kuhnPoker.actor(state)).toBe(player)
    expect(kuhnPoker.informationState(state, player)).toBe(key)
    expect(kuhnPoker.legal(state)).toEqual(actions)
  }
})

test('the same game object is listed once', () => {
  expect(enumerate(kuhnPoker)).toBe(enumerate(kuhnPoker))
})

test('a game with too many states is refused', () => {
  expect(() => enumerate({ ...ticTacToe }, 1000)).toThrow(
    'tic-tac-toe has more than 1000 states, too many to solve exactly; use a sampling method or a smaller game.',
  )
})

test('a key that two players share is an error, not a wrong answer', () => {
  const shared = { ...kuhnPoker, informationState: () => 'something' }
  expect(() => enumerate(shared)).toThrow("share information state 'something'")
})

test('a game whose player forgets its own move is an error, not a wrong answer', () => {
  const forgetful = {
    ...kuhnPoker,
    informationState: ({ cards }: { cards: readonly number[] }, player: number) =>
      `${player} ${cards[player]}`,
  }
  expect(() => nashConv(forgetful, uniform)).toThrow("information state '0 0' follows itself")
})
