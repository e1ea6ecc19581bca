import { defineGameFamily, type GameRules } from 'coevo/game'
import { z } from 'zod'
import { follow, labelMove, legalMoves, MOVES, tellRounds, type Limits } from './poker/betting.ts'
import { DEALT, GROUP, HoldemSimulator, strengthIn, type HoldemState } from './poker/holdem.ts'

export type { HoldemState }

const SEATS = ['dealer', 'blind']
const RANKS = '23456789TJQKA'
const SUITS = 'cdhs'

/** What happens before each round. */
const STREETS = [
  'Before the first, both get two cards, which only they see.',
  'Before the second, the flop of three cards is laid on the board.',
  'Before the third, a card is added, the turn.',
  'Before the fourth, another one, the river.',
]

function rulesOf(ranks: number, suits: number, rounds: number): string {
  return [
    "Limit Texas hold'em for two.",
    `The deck has ${ranks * suits} cards, of the ranks ${Array.from(RANKS.slice(-ranks)).join(' ')} from the lowest ` +
      `and the suits ${Array.from(SUITS.slice(0, suits)).join(' ')}.`,
    'The dealer pays a small blind of one chip, the other player a big blind of two.',
    rounds === 1 ? 'There is one round of betting.' : `There are ${rounds} rounds of betting.`,
    ...STREETS.slice(0, rounds),
    rounds === 1
      ? 'The dealer moves first. A bet or raise adds two chips.'
      : 'The dealer moves first before the flop, the other player in later rounds. A bet or raise adds two chips, ' +
        'from the third round on four.',
    'There are at most four bets in a round, and the big blind is one.',
    'Whoever faces a bet folds and loses the pot, calls or raises. A call ends the round, as does a second check.',
    'If nobody folds, the best poker hand of five from the own cards and the board wins the pot; equal hands share it.',
    'In a straight the ace also counts below the lowest rank.',
  ].join(' ')
}

/**
 * Heads-up limit Texas hold'em, with smaller decks and fewer rounds where they are wanted.
 *
 * Blinds are 1 and 2 chips, bets 2 chips before and after the flop, then 4; at most four bets a round, the
 * big blind counted as one. A return is the chips won or lost: at most 48. With best play the dealer wins
 * 0.176 a deal (88 thousandths of a big blind).
 *
 * Cards are dealt one by one; the order within a hand or the flop is forgotten.
 *
 * Sources: the rules of the Annual Computer Poker Competition; M. Bowling et al., "Heads-up limit hold'em
 * poker is solved", Science (2015).
 */
export const limitHoldem = defineGameFamily({
  name: 'limit-holdem',
  title: "Limit Texas hold'em",
  parameters: z
    .object({
      ranks: z.int().min(2).max(13).default(13).describe('ranks of the deck, the highest ones'),
      suits: z.int().min(1).max(4).default(4).describe('suits of the deck'),
      rounds: z.int().min(1).max(4).default(4).describe('rounds of betting: 4 to the river, 2 to the flop'),
    })
    .refine(({ ranks, suits, rounds }) => ranks * suits >= DEALT[rounds - 1]!, {
      error: 'a deck of ranks × suits needs a card for every one that is dealt, 4, 7, 8 or 9 by rounds',
    }),
  make({ ranks, suits, rounds }): GameRules<HoldemState> {
    const limits: Limits = {
      blinds: [1, 2],
      raise: [2, 2, 4, 4].slice(0, rounds),
      cap: [3, 4, 4, 4].slice(0, rounds),
      opener: [0, 1, 1, 1].slice(0, rounds),
    }
    const stake = limits.raise.reduce((sum, raise, round) => sum + raise * limits.cap[round]!, 2)
    const names = Array.from(RANKS.slice(-ranks)).flatMap((rank) =>
      Array.from(SUITS.slice(0, suits), (suit) => rank + suit),
    )
    const deck = names.map((_, card) => card)

    function actor({ cards, moves }: HoldemState) {
      const { round, player, folded } = follow(limits, moves)
      if (folded >= 0 || round === rounds) return 'nobody'
      return cards.length < DEALT[round]! ? 'chance' : player
    }

    const strength = (cards: readonly number[], player: number) =>
      strengthIn(cards, cards.length, player, ranks, suits)

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-stake, stake],
        maxMoves: 6 * rounds - 1,
        actions: 3,
      },
      vocabulary: ['seat', ...SEATS, 'cards', ...names, 'none', 'moves', 'board', ...MOVES],
      rules: rulesOf(ranks, suits, rounds),
      initial: () => ({ cards: [], moves: [] }),
      actor,
      chance: (state) =>
        actor(state) === 'chance'
          ? deck
              .filter((card) => !state.cards.includes(card))
              .map((action, _, { length }) => ({ action, probability: 1 / length }))
          : [],
      legal: (state) =>
        typeof actor(state) === 'number' ? legalMoves(limits, follow(limits, state.moves)) : [],
      apply(state, action) {
        const { cards, moves } = state
        if (actor(state) !== 'chance') return { cards, moves: [...moves, action] }
        const from = GROUP[cards.length]!
        return {
          cards: [...cards.slice(0, from), ...[...cards.slice(from), action].toSorted((a, b) => a - b)],
          moves,
        }
      },
      returns({ cards, moves }) {
        const { folded, paid } = follow(limits, moves)
        const lead = folded >= 0 ? 2 * folded - 1 : strength(cards, 0) - strength(cards, 1)
        if (lead === 0) return [0, 0]
        return lead > 0 ? [paid[1]!, -paid[1]!] : [-paid[0]!, paid[0]!]
      },
      label: ({ moves }, action) => labelMove(limits, follow(limits, moves), action),
      observation({ cards, moves }, player) {
        const nameAll = (from: number, to: number) => cards.slice(from, to).map((card) => names[card]!)
        const own = nameAll(2 * player, 2 * player + 2)
        const boards = [nameAll(4, 7), nameAll(7, 8), nameAll(8, 9)].filter((board) => board.length > 0)
        return ['seat', SEATS[player], 'cards', ...(own.length === 0 ? ['none'] : own)]
          .concat(tellRounds(limits, moves, boards))
          .join(' ')
      },
      simulate: () => new HoldemSimulator(limits, ranks, suits),
      resample({ cards, moves }, random) {
        const from = 2 * (1 - follow(limits, moves).player)
        const known = cards.toSpliced(from, 2)
        const left = deck.filter((card) => !known.includes(card))
        const draw = () => left.splice(random.int(left.length), 1)[0]!
        const other = [draw(), draw()].toSorted((a, b) => a - b)
        return { cards: cards.toSpliced(from, 2, ...other), moves }
      },
    }
  },
})

export default limitHoldem
