import { CHANCE, END, memberOf, type Simulator } from 'coevo/game'
import { Betting, CALL, FOLD, RAISE, type Limits } from './betting.ts'
import { strengthOf } from './hand.ts'

/**
 * Cards are rank × suits + suit, ranks from the deck's lowest, suits in the order of their names: two of the
 * dealer's, two of the other's, three, one and one of the board, each group sorted. Moves are 0 (fold),
 * 1 (check, call), 2 (bet, raise).
 */
export type HoldemState = { readonly cards: readonly number[]; readonly moves: readonly number[] }

/** By card in the order of the deal: where its group begins. */
export const GROUP = [0, 0, 2, 2, 4, 4, 4, 7, 8]
/** How many cards are dealt before each round. */
export const DEALT = [4, 7, 8, 9]

/** Returns the strength of a player's hand with the board. */
export function strengthIn(
  cards: ArrayLike<number>,
  dealt: number,
  player: number,
  ranks: number,
  suits: number,
): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < dealt; i++) {
    if (i < 4 && i >> 1 !== player) continue
    const suit = cards[i]! % suits
    const rank = 1 << ((cards[i]! - suit) / suits)
    if (suit === 0) a |= rank
    else if (suit === 1) b |= rank
    else if (suit === 2) c |= rank
    else d |= rank
  }
  return strengthOf(a, b, c, d, ranks)
}

/** Keeps the deck as two sets of bits, of the cards 0 … 25 and of the others. */
export class HoldemSimulator implements Simulator<HoldemState> {
  actor = CHANCE
  count = 0
  #dealt = 0
  #made = 0
  /** The least of the possible moves, which follow one another. */
  #least = 0
  #low = 0
  #high = 0
  /** How many cards the first set holds. */
  #lowCount = 0
  /** How far the dealer is ahead at a showdown. */
  #lead = 0
  readonly #cards = new Int32Array(9)
  readonly #moves = new Int32Array(23)
  readonly #limits: Limits
  readonly #betting: Betting
  readonly #ranks: number
  readonly #suits: number

  constructor(limits: Limits, ranks: number, suits: number) {
    this.#limits = limits
    this.#betting = new Betting(limits)
    this.#ranks = ranks
    this.#suits = suits
    this.reset()
  }

  reset(): void {
    const deck = this.#ranks * this.#suits
    this.#lowCount = Math.min(deck, 26)
    this.#low = (1 << this.#lowCount) - 1
    this.#high = (1 << (deck - this.#lowCount)) - 1
    this.#dealt = this.#made = 0
    this.#betting.reset()
    this.#goOn()
  }

  load({ cards, moves }: HoldemState): void {
    this.reset()
    let dealt = 0
    for (const move of moves) {
      while (this.actor === CHANCE) this.apply(cards[dealt++]!)
      this.apply(move)
    }
    while (dealt < cards.length) this.apply(cards[dealt++]!)
  }

  state(): HoldemState {
    return {
      cards: [...this.#cards.subarray(0, this.#dealt)],
      moves: [...this.#moves.subarray(0, this.#made)],
    }
  }

  action(i: number): number {
    if (this.actor !== CHANCE) return this.#least + i
    return i < this.#lowCount ? memberOf(this.#low, i) : 26 + memberOf(this.#high, i - this.#lowCount)
  }

  probability(): number {
    return 1 / this.count
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#deal(action)
    } else {
      this.#moves[this.#made++] = action
      this.#betting.make(action)
    }
    this.#goOn()
  }

  returnOf(player: number): number {
    const { folded, paid } = this.#betting
    const lead = folded >= 0 ? 2 * folded - 1 : this.#lead
    if (lead === 0) return 0
    return lead > 0 === (player === 0) ? paid[1 - player]! : -paid[player]!
  }

  /** Puts a card among those of its group, which are sorted. */
  #deal(card: number): void {
    if (card < 26) {
      this.#low &= ~(1 << card)
      this.#lowCount--
    } else {
      this.#high &= ~(1 << (card - 26))
    }
    const cards = this.#cards
    const first = GROUP[this.#dealt]!
    let at = this.#dealt++
    for (; at > first && cards[at - 1]! > card; at--) cards[at] = cards[at - 1]!
    cards[at] = card
  }

  #goOn(): void {
    const { round, player, folded, paid, raises } = this.#betting
    const { cap } = this.#limits
    if (folded >= 0 || round === cap.length) {
      this.actor = END
      this.count = 0
      if (folded < 0) this.#lead = this.#strength(0) - this.#strength(1)
    } else if (this.#dealt < DEALT[round]!) {
      this.actor = CHANCE
      this.count = this.#ranks * this.#suits - this.#dealt
    } else {
      this.actor = player
      this.#least = paid[1 - player]! > paid[player]! ? FOLD : CALL
      this.count = (raises < cap[round]! ? RAISE : CALL) - this.#least + 1
    }
  }

  #strength(player: number): number {
    return strengthIn(this.#cards, this.#dealt, player, this.#ranks, this.#suits)
  }
}
