import { parseAction, playthrough, replay, solveByMinimax } from 'coevo/game'
import { simpleNegotiation } from 'coevo/games/simple-negotiation'
import { describeGame } from 'coevo/testing'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { expectGolden } from './golden.ts'
import { actionsOf } from './moves.ts'

describeGame(simpleNegotiation, { visits: 500 })
describeGame(simpleNegotiation.with({ stock: 1, turns: 4 }))

const after = (...labels: string[]) => replay(simpleNegotiation, actionsOf(simpleNegotiation, labels))
const read = (text: string, ...labels: string[]) => {
  const state = after(...labels)
  const action = parseAction(simpleNegotiation, state, text)
  return action === null ? null : simpleNegotiation.label(state, action)
}

test.each([
  ['[Offer: 2 Wood -> 3 Gold]', 'offer: 2 wood -> 3 gold'],
  ['Wood is dear to me, but fine. [Offer: I give 1 Gold -> 1 Wood.]', 'offer: 1 gold -> 1 wood'],
  ['\\boxed{[Offer: 10 Golds->10 woods]}', 'offer: 10 gold -> 10 wood'],
  ['\\boxed{\\text{Offer: 2 Wood, 1 Gold -> 3 Gold}}', 'offer: 2 wood -> 2 gold'],
  ['offer: 2 wood and 1 wood -> 1 gold', 'offer: 3 wood -> 1 gold'],
  ['[Deny]', 'deny'],
  ['Deny.', 'deny'],
])('%j is an answer', (text, label) => {
  expect(read(text)).toBe(label)
})

test.each([
  '[Accept]',
  '[Offer: 11 Wood -> 1 Gold]',
  '[Offer: 1 Wood -> 11 Gold]',
  '[Offer: 0 Wood -> 1 Gold]',
  '[Offer: 1 Wood -> 2 Wood]',
  '[Offer: 1 Wood, 2 Gold -> 2 Gold]',
  '[Offer: 1 Wood ->]',
  '[Offer: 1 Stone -> 1 Gold]',
  '[Offer: one Wood -> 1 Gold]',
  'offer: 1 wood -> 1 gold -> 1 wood',
  'I might offer 2 wood for 3 gold',
])('%j is none', (text) => {
  expect(read(text)).toBeNull()
})

test('an offer is accepted, denied or passed over, and then it is off', () => {
  const offer = 'offer: 2 wood -> 3 gold'
  expect(after(offer, 'accept').stocks).toEqual([
    [8, 13],
    [12, 7],
  ])
  for (const answer of ['deny', 'offer: 1 wood -> 1 gold']) {
    expect(after(offer, answer).stocks).toEqual(after().stocks)
    expect(read('[Accept]', offer, answer, 'deny')).toBeNull()
  }
  expect(read('[Accept]', offer)).toBe('accept')
})

// A piece more is 15 to who wants it and 5 to the other: 15b − 5a against 15a − 5b for a given and b got.
test.each([
  ['offer: 2 wood -> 3 gold', [1, -1]],
  ['offer: 3 wood -> 2 gold', [-1, 1]],
  ['offer: 5 wood -> 5 gold', [0, 0]],
  ['offer: 1 gold -> 2 wood', [1, -1]],
])('accepted, %j returns %j', (offer, returns) => {
  const end = after(offer, 'accept', ...Array<string>(8).fill('deny'))
  expect(simpleNegotiation.actor(end)).toBe('nobody')
  expect(simpleNegotiation.returns(end)).toEqual(returns)
})

test.each([
  { stock: 10, turns: 2 },
  { stock: 2, turns: 5 },
])('best play is a draw: $stock of each, $turns turns', (parameters) => {
  expect(solveByMinimax(simpleNegotiation.with(parameters)).values).toEqual([0, 0])
})

test.prop([fc.infiniteStream(fc.nat())])('goods only change hands', (choices) => {
  let state = simpleNegotiation.initial()
  while (simpleNegotiation.actor(state) !== 'nobody') {
    const legal = simpleNegotiation.legal(state)
    state = simpleNegotiation.apply(state, legal[choices.next().value! % legal.length]!)
    for (const resource of [0, 1]) {
      const [first, second] = state.stocks.map((goods) => goods[resource]!)
      expect(first! + second!).toBe(20)
      expect(Math.min(first!, second!)).toBeGreaterThanOrEqual(0)
    }
  }
})

test('a playthrough reads as it did', () => {
  const game = simpleNegotiation.with({ stock: 2, turns: 4 })
  const labels = ['offer: 1 wood -> 2 gold', 'offer: 1 wood -> 1 gold', 'accept', 'deny']
  expectGolden(playthrough(game, actionsOf(game, labels)), 'simple-negotiation.golden.txt', import.meta)
})
