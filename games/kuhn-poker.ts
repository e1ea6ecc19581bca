import { z } from 'zod'
import {
  CHANCE,
  defineGameFamily,
  END,
  memberOf,
  type GameRules,
  type PolicyTable,
  type Simulator,
} from 'coevo/game'

/** Cards are 0 (jack), 1 (queen), … , the first player's first; moves are 0 (pass) and 1 (bet). */
export type KuhnState = { readonly cards: readonly number[]; readonly moves: readonly number[] }

const PASS = 0
const BET = 1
const SEATS = ['first', 'second', 'third']
const CARDS = ['jack', 'queen', 'king', 'ace']
const LABELS = ['check', 'bet', 'fold', 'call']

/** A pass once somebody has bet folds, a bet then calls. */
const labelMove = (action: number, before: readonly number[]) =>
  LABELS[action + (before.includes(BET) ? 2 : 0)]!

function observe({ cards, moves }: KuhnState, player: number): string {
  const card = cards[player]
  const said = moves.map((move, i) => labelMove(move, moves.slice(0, i)))
  return ['seat', SEATS[player], 'card', card === undefined ? 'none' : CARDS[card], 'moves']
    .concat(said.length === 0 ? ['none'] : said)
    .join(' ')
}

const RULES: Readonly<Record<number, string>> = {
  2:
    'Kuhn poker. The deck is a jack, a queen and a king; the king is highest. Both players put one chip in the ' +
    'pot and get one card each, which only they see. The first player checks or bets one chip. After a check the ' +
    'second player checks or bets one chip. Whoever faces a bet folds and loses the pot, or calls it with one ' +
    'chip. If nobody folds, the higher card wins the pot.',
  3:
    'Kuhn poker for three. The deck is a jack, a queen, a king and an ace; the ace is highest. Every player puts ' +
    'one chip in the pot and gets one card, which only that player sees. In turn the players check or bet one ' +
    'chip, until somebody bets or all have checked. After a bet the other two, in turn, fold and lose the pot, or ' +
    'call it with one chip. The highest card of those who did not fold wins the pot.',
}

/** Keeps who has put a second chip in as a set of bits. */
class KuhnSimulator implements Simulator<KuhnState> {
  actor = CHANCE
  count = 0
  #left = 0
  #dealt = 0
  #made = 0
  #end = 0
  #paying = 0
  readonly #players: number
  readonly #cards: Int32Array
  readonly #moves: Int32Array

  constructor(players: number) {
    this.#players = players
    this.#cards = new Int32Array(players)
    this.#moves = new Int32Array(2 * players - 1)
    this.reset()
  }

  reset(): void {
    this.actor = CHANCE
    this.count = this.#players + 1
    this.#left = (1 << this.count) - 1
    this.#dealt = this.#made = this.#paying = 0
    this.#end = this.#players
  }

  load({ cards, moves }: KuhnState): void {
    this.reset()
    for (const card of cards) this.apply(card)
    for (const move of moves) this.apply(move)
  }

  state(): KuhnState {
    return {
      cards: [...this.#cards.subarray(0, this.#dealt)],
      moves: [...this.#moves.subarray(0, this.#made)],
    }
  }

  action(i: number): number {
    return this.actor === CHANCE ? memberOf(this.#left, i) : i
  }

  probability(): number {
    return 1 / this.count
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#left &= ~(1 << action)
      this.#cards[this.#dealt++] = action
      this.count--
      if (this.#dealt < this.#players) return
    } else {
      // The first bet gives every other player one move more.
      if (action === BET && this.#paying === 0) this.#end = this.#made + this.#players
      this.#paying |= action << this.actor
      this.#moves[this.#made++] = action
    }
    const isOver = this.#made === this.#end
    this.actor = isOver ? END : this.#made % this.#players
    this.count = isOver ? 0 : 2
  }

  returnOf(player: number): number {
    let best = -1
    let pot = this.#players
    for (let other = 0; other < this.#players; other++) {
      const pays = (this.#paying >> other) & 1
      pot += pays
      if (pays || this.#paying === 0) best = Math.max(best, this.#cards[other]!)
    }
    return (this.#cards[player] === best ? pot : 0) - 1 - ((this.#paying >> player) & 1)
  }

  /** A one, a bit for each move, and before them two for each card that is dealt. */
  key(): number {
    let key = 1
    for (let i = 0; i < this.#dealt; i++) key = (key << 2) | this.#cards[i]!
    return this.#withMoves(key)
  }

  /** The same with the player's own card alone; the number of moves says whose it is. */
  informationKey(): number {
    return this.#withMoves(4 | this.#cards[this.actor]!)
  }

  #withMoves(before: number): number {
    let key = before
    for (let i = 0; i < this.#made; i++) key = (key << 1) | this.#moves[i]!
    return key
  }
}

/**
 * Kuhn poker: a card more than players, one card each, an ante of one chip and at most one bet of one chip.
 *
 * A return is the chips won or lost. With two players it is ±1 or ±2, and with best play the first
 * loses 1/18 a deal.
 *
 * Sources: H. W. Kuhn, "A simplified two-person poker", Contributions to the Theory of Games I (1950);
 * for three players N. Abou Risk and D. Szafron, "Using counterfactual regret minimization to create
 * competitive multiplayer poker agents" (2010).
 */
export const kuhnPoker = defineGameFamily({
  name: 'kuhn-poker',
  title: 'Kuhn poker',
  parameters: z.object({
    players: z.int().min(2).max(3).default(2).describe('how many play; the deck has a card more'),
  }),
  make({ players }): GameRules<KuhnState> {
    const deck = Array.from({ length: players + 1 }, (_, card) => card)

    function actor({ cards, moves }: KuhnState) {
      if (cards.length < players) return 'chance'
      const bet = moves.indexOf(BET)
      return moves.length === (bet < 0 ? players : bet + players) ? 'nobody' : moves.length % players
    }

    return {
      facets: {
        players,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-2, 2 * (players - 1)],
        maxMoves: 2 * players - 1,
        actions: 2,
      },
      vocabulary: [
        'seat',
        ...SEATS.slice(0, players),
        'card',
        ...CARDS.slice(0, players + 1),
        'none',
        'moves',
        ...LABELS,
      ],
      rules: RULES[players]!,
      initial: () => ({ cards: [], moves: [] }),
      actor,
      chance: (state) =>
        actor(state) === 'chance'
          ? deck
              .filter((card) => !state.cards.includes(card))
              .map((action, _, { length }) => ({ action, probability: 1 / length }))
          : [],
      legal: (state) => (typeof actor(state) === 'number' ? [PASS, BET] : []),
      apply: ({ cards, moves }, action) =>
        cards.length < players ? { cards: [...cards, action], moves } : { cards, moves: [...moves, action] },
      returns({ cards, moves }) {
        const paid = cards.map(() => 1)
        moves.forEach((move, i) => (paid[i % players]! += move))
        const stake = Math.max(...paid)
        const best = Math.max(...cards.filter((_, player) => paid[player] === stake))
        const pot = paid.reduce((sum, chips) => sum + chips, 0)
        return cards.map((card, player) => (card === best ? pot : 0) - paid[player]!)
      },
      label: ({ moves }, action) => labelMove(action, moves),
      observation: observe,
      simulate: () => new KuhnSimulator(players),
      resample({ cards, moves }, random) {
        const player = moves.length % players
        const left = deck.filter((card) => card !== cards[player])
        const draw = () => left.splice(random.int(left.length), 1)[0]!
        return { cards: cards.map((card, other) => (other === player ? card : draw())), moves }
      },
    }
  },
})

export default kuhnPoker

/**
 * Writes an equilibrium of Kuhn's family as a table of probabilities: to check or fold, to bet or call.
 *
 * @param bluff how often the first player bets a jack: 0 … 1/3; it bets a king three times as often.
 */
export function kuhnEquilibrium(bluff: number): PolicyTable {
  const bets: Record<string, number> = {
    'seat first card jack moves none': bluff,
    'seat first card queen moves none': 0,
    'seat first card king moves none': 3 * bluff,
    'seat first card jack moves check bet': 0,
    'seat first card queen moves check bet': bluff + 1 / 3,
    'seat first card king moves check bet': 1,
    'seat second card jack moves check': 1 / 3,
    'seat second card queen moves check': 0,
    'seat second card king moves check': 1,
    'seat second card jack moves bet': 0,
    'seat second card queen moves bet': 1 / 3,
    'seat second card king moves bet': 1,
  }
  return new Map(Object.entries(bets).map(([key, bet]) => [key, [1 - bet, bet]]))
}
