import { nashConv, playthrough, replay, solveByCfr, uniform, type GamePolicy } from 'coevo/game'
import { limitHoldem } from 'coevo/games/limit-holdem'
import { describeGame } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { expectGolden } from './golden.ts'
import { sizeOf } from './size.ts'

const tiny = limitHoldem.with({ ranks: 3, suits: 2, rounds: 1 })
const flop = limitHoldem.with({ ranks: 4, suits: 2, rounds: 2 })

describeGame(limitHoldem)
describeGame(flop)
describeGame(tiny, { visits: 20_000 })

const [FOLD, CALL, RAISE] = [0, 1, 2]
const card = (name: string) => '23456789TJQKA'.indexOf(name[0]!) * 4 + 'cdhs'.indexOf(name[1]!)
const cards = (names: string) => names.split(' ').map(card)
const CHECKS = [CALL, CALL]
const CAPPED = [CALL, RAISE, RAISE, RAISE, RAISE, CALL]

const labelsAt = (state: ReturnType<typeof limitHoldem.initial>) =>
  limitHoldem.legal(state).map((action) => limitHoldem.label(state, action))

describe('a deal', () => {
  test.each([
    ['folded at once', [...cards('Ac Ad Kc Kd'), FOLD], [-1, 1]],
    ['raised and folded by the blind', [...cards('Ac Ad Kc Kd'), RAISE, FOLD], [2, -2]],
    [
      'checked to the river and won by a flush',
      [
        ...cards('Ac Ad Kc Qc'),
        ...CHECKS,
        ...cards('2c 7c 9d'),
        ...CHECKS,
        ...cards('Jc'),
        ...CHECKS,
        ...cards('3d'),
        ...CHECKS,
      ],
      [-2, 2],
    ],
    [
      'shared on the board',
      [
        ...cards('2c 3d 2d 3c'),
        ...CHECKS,
        ...cards('Ts Js Qs'),
        ...CHECKS,
        ...cards('Ks'),
        ...CHECKS,
        ...cards('As'),
        ...CHECKS,
      ],
      [0, 0],
    ],
    [
      'capped in every round',
      [
        ...cards('Ac Ad Kc Kd'),
        RAISE,
        RAISE,
        RAISE,
        CALL,
        ...cards('Ah 7c 9d'),
        ...CAPPED,
        ...cards('Jc'),
        ...CAPPED,
        ...cards('3d'),
        ...CAPPED,
      ],
      [48, -48],
    ],
  ])('that is %s pays the pot', (_, actions, returns) => {
    const end = replay(limitHoldem, actions)
    expect(limitHoldem.actor(end)).toBe('nobody')
    expect(limitHoldem.returns(end)).toEqual(returns)
  })

  test('begins with the dealer, and every later round with the blind', () => {
    const dealt = cards('Ac Ad Kc Kd')
    expect(limitHoldem.actor(replay(limitHoldem, dealt))).toBe(0)
    expect(limitHoldem.actor(replay(limitHoldem, [...dealt, ...CHECKS, ...cards('Ah 7c 9d')]))).toBe(1)
  })

  test('has blinds that are bets: the first round knows raises only, at most three', () => {
    const dealt = cards('Ac Ad Kc Kd')
    const after = (...moves: number[]) => labelsAt(replay(limitHoldem, [...dealt, ...moves]))
    expect(after()).toEqual(['fold', 'call', 'raise'])
    expect(after(CALL)).toEqual(['check', 'raise'])
    expect(after(RAISE, RAISE)).toEqual(['fold', 'call', 'raise'])
    expect(after(RAISE, RAISE, RAISE)).toEqual(['fold', 'call'])
  })

  test('forgets in which order the cards of a hand and of the flop came', () => {
    const one = [...cards('Ac Ad Kc Kd'), ...CHECKS, ...cards('7c Ah 9d')]
    const other = [...cards('Ad Ac Kd Kc'), ...CHECKS, ...cards('9d 7c Ah')]
    expect(replay(limitHoldem, one)).toEqual(replay(limitHoldem, other))
    expect(limitHoldem.observation(replay(limitHoldem, one), 0)).toBe(
      'seat dealer cards Ac Ad moves call check board 7c 9d Ah moves none',
    )
  })
})

// 1 + 6 + 15 + 15·4 nodes of chance; 15·6 deals, each with 8 decisions (after '', c, cr, crr, crrr, r, rr, rrr)
// and 14 ends: f, cc, and a fold and a call after each raise.
test('with six cards and one round the tree has the states of theory', () => {
  expect(sizeOf(tiny)).toEqual({
    chance: 1 + 6 + 15 + 15 * 4,
    decision: 90 * 8,
    terminal: 90 * 14,
    informationSets: 15 * 8,
  })
})

test('to call always is worth nothing to either', () => {
  const calling: GamePolicy = {
    name: 'calling',
    probabilities: (game, state) => game.legal(state).map((action) => (action === CALL ? 1 : 0)),
  }
  expect(nashConv(tiny, calling).values[0]).toBeCloseTo(0, 12)
})

test('the smallest form is solved', () => {
  const { nashConv: gap } = nashConv(tiny, solveByCfr(tiny, 300))
  expect(gap).toBeLessThan(0.01)
  expect(nashConv(tiny, uniform).nashConv).toBeGreaterThan(1)
})

test.each([
  [
    { ranks: 2, suits: 1 },
    "The parameters of game 'limit-holdem' do not go together (all): a deck of ranks × suits",
  ],
  [{ ranks: 14 }, "Parameter 'ranks' of game 'limit-holdem' cannot be 14"],
])('a deck %j is refused', (set, message) => {
  expect(() => limitHoldem.with(set)).toThrow(message)
})

test('a playthrough reads as it did', () => {
  const actions = [
    ...cards('Ts 9s Ac Kd'),
    RAISE,
    CALL,
    ...cards('8s 7c 2s'),
    RAISE,
    RAISE,
    CALL,
    ...cards('Ad'),
    CALL,
    RAISE,
    CALL,
    ...cards('6d'),
    CALL,
    RAISE,
    RAISE,
    CALL,
  ]
  expectGolden(playthrough(limitHoldem, actions), 'limit-holdem.golden.txt', import.meta)
})
