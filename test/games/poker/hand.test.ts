import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { HANDS, strengthOf } from 'coevo/games/poker/hand'

const RANKS = '23456789TJQKA'
const SUITS = 'cdhs'

/** The strength of cards 0 … 51, four suits a rank. */
function strength(cards: readonly number[]): number {
  const sets = [0, 0, 0, 0]
  for (const card of cards) sets[card & 3]! |= 1 << (card >> 2)
  return strengthOf(sets[0]!, sets[1]!, sets[2]!, sets[3]!, 13)
}

const read = (hand: string) =>
  hand.split(' ').map((name) => RANKS.indexOf(name[0]!) * 4 + SUITS.indexOf(name[1]!))
const handOf = (cards: readonly number[]) => HANDS[strength(cards) >> 20]!

test.each([
  ['Ac Qd 9h 5s 2c', 'high card'],
  ['Ac Ad 9h 5s 2c Kd 7h', 'pair'],
  ['Ac Ad 9h 9s 5c 5d Kh', 'two pair'],
  ['7c 7d 7h Ks 2c', 'three of a kind'],
  ['Ac 2d 3h 4s 5c Kd Kh', 'straight'],
  ['Qc Kd Ah 2s 3c', 'high card'],
  ['2h 5h 9h Jh Kh 3c 4d', 'flush'],
  ['7c 7d 7h Ks Kc Kd 2h', 'full house'],
  ['7c 7d 7h 7s Kc Kd Kh', 'four of a kind'],
  ['Ac 2c 3c 4c 5c 9d 9h', 'straight flush'],
  ['Ac Ad', 'pair'],
  ['Ac Kc Qc Jc', 'high card'],
])('%s is a %s', (hand, name) => {
  expect(handOf(read(hand))).toBe(name)
})

describe('the better hand', () => {
  test.each([
    ['the higher kicker', 'Ac Ad Kh 5s 2c', 'Ah As Qh Jc Td'],
    ['the higher second pair', 'Ac Ad 9h 9s 2c', 'Ah As 8h 8c Kd'],
    ['the kicker of two pair', 'Ac Ad 9h 9s 5c', 'Ah As 9c 9d 4c'],
    ['the higher straight', '2c 3d 4h 5s 6c', 'Ac 2d 3h 4s 5c'],
    ['the higher three of a full house', '8c 8d 8h 2s 2c', '7c 7d 7h As Ac'],
    ['the higher pair of a full house', '8c 8d 8h 3s 3c', '8c 8d 8h 2s 2c'],
    ['the fifth card of a flush', 'Ah Kh Qh Jh 4h', 'As Ks Qs Js 3s'],
  ])('is that with %s', (_, better, worse) => {
    expect(strength(read(better))).toBeGreaterThan(strength(read(worse)))
  })

  test('suits do not decide', () => {
    expect(strength(read('Ac Kd Qh Js 9c'))).toBe(strength(read('Ad Kc Qs Jh 9d')))
  })
})

// The ace counts below the lowest rank of a short deck: 6 7 8 9 A where the lowest is a six.
test('a short deck has its own lowest straight', () => {
  const [six, seven, eight, nine, ace] = [0, 1, 2, 3, 8].map((rank) => 1 << rank)
  expect(strengthOf(six! | seven!, eight! | nine!, ace!, 0, 9) >> 20).toBe(HANDS.indexOf('straight'))
})

/** Every choice of five of seven cards. */
const fives = (cards: readonly number[]) =>
  cards.flatMap((_, i) =>
    cards.slice(i + 1).map((_card, j) => cards.filter((_other, k) => k !== i && k !== i + 1 + j)),
  )

const SEVEN = fc.uniqueArray(fc.integer({ min: 0, max: 51 }), { minLength: 7, maxLength: 7 })

test.prop([SEVEN])('seven cards are worth their best five', (cards) => {
  expect(strength(cards)).toBe(Math.max(...fives(cards).map(strength)))
})

// The counts of every book on poker.
test('the 2,598,960 hands of five are of the known kinds', () => {
  const counts = new Int32Array(HANDS.length)
  const hand = [0, 0, 0, 0, 0]
  const fill = (n: number, from: number) => {
    if (n === 5) counts[strength(hand) >> 20]! += 1
    else
      for (let card = from; card < 52; card++) {
        hand[n] = card
        fill(n + 1, card + 1)
      }
  }
  fill(0, 0)
  expect(Array.from(counts)).toEqual([1302540, 1098240, 123552, 54912, 10200, 5108, 3744, 624, 40])
})
