import type { Json } from 'coevo/core'
import { enumerate, informationSets, nashConv, uniform, type Game, type GameTree } from 'coevo/game'
import { kuhnPoker, type KuhnState } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
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
  expect(() => enumerate({ ...ticTacToe }, { states: 1000 })).toThrow(
    'tic-tac-toe has more than 1,000 states, too many to solve exactly; solve a smaller one, or play it by search.',
  )
})

test('a game that can go round for ever is refused', () => {
  const round: Game = { ...ticTacToe, apply: (state: Json) => state }
  expect(() => enumerate(round)).toThrow(
    'tic-tac-toe can come back to a state where it has been, and so go on for ever: count its moves in the state.',
  )
})

test('a game that does not fit into memory is refused', () => {
  expect(() => enumerate({ ...ticTacToe }, { heap: 1 })).toThrow(
    'tic-tac-toe fills the memory with its first 4,095 states, too many to solve exactly',
  )
})

test('a long listing tells how far it has come', () => {
  const seen: number[] = []
  enumerate({ ...ticTacToe }, { onProgress: (states) => seen.push(states) })
  expect(seen).toEqual([4095])
})

// The order of nodes fixes the order of sums, and with it the last bits of every recorded NashConv.
test('nodes of a game whose state is its history stand in depth-first order', () => {
  const { inner, firstEdge, child } = enumerate(kuhnPoker)
  for (const node of inner) expect(child[firstEdge[node]!]).toBe(node + 1)
})

test('every slot belongs to one action of one information set', () => {
  const { informationSets: sets, firstSlot, slot, slots } = enumerate(kuhnPoker)
  expect([...firstSlot]).toEqual([...sets.map(({ offset }) => offset), slots])
  for (const { nodes, offset } of sets) for (const node of nodes) expect(slot[node]).toBe(offset)
})

/** What a listing says, the game aside. */
const told = ({ informationSets: sets, ...tree }: GameTree) => ({
  ...tree,
  game: null,
  sets: sets.map(({ nodes, ...set }) => ({ ...set, nodes: [...nodes] })),
})

test.each([
  kuhnPoker,
  kuhnPoker.with({ players: 3 }),
  leducPoker,
  liarsDice.with({ faces: 3 }),
  liarsDice.with({ dice: 2, faces: 2 }),
] as Game[])('$name is listed in place as by its rules, to the last bit', (game) => {
  const byRules = enumerate({ ...game, apply: (...move) => game.apply(...move) })
  expect(told(enumerate(game))).toEqual(told(byRules))
})

test('a copy of a game with another rule is listed by that rule', () => {
  const doubled = { ...kuhnPoker, returns: (state: KuhnState) => kuhnPoker.returns(state).map((x) => 2 * x) }
  expect(nashConv(doubled, uniform).nashConv).toBeCloseTo(11 / 6, 12)
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
