import { CHANCE, defineGame, END, memberOf, type Simulator } from 'coevo/game'
import {
  Betting,
  CALL,
  FOLD,
  follow,
  labelMove,
  legalMoves,
  MOVES,
  RAISE,
  tellRounds,
  type Limits,
} from './poker/betting.ts'

/**
 * Cards are 0, 1 (jacks), 2, 3 (queens), 4, 5 (kings): the first player's, the second's, the board. Moves are
 * 0 (fold), 1 (check, call), 2 (bet, raise).
 */
export type LeducState = { readonly cards: readonly number[]; readonly moves: readonly number[] }

const SEATS = ['first', 'second']
const RANKS = ['jack', 'queen', 'king']
const DECK = [0, 1, 2, 3, 4, 5]
const LIMITS: Limits = { blinds: [1, 1], raise: [2, 4], cap: [2, 2], opener: [0, 0] }

const rankOf = (card: number) => card >> 1
const nameRank = (card: number) => RANKS[rankOf(card)]!
const nameCard = (card: number) => `${nameRank(card)}-${1 + (card & 1)}`

function actor({ cards, moves }: LeducState) {
  const { round, player, folded } = follow(LIMITS, moves)
  if (folded >= 0 || round === 2) return 'nobody'
  return cards.length < 2 + round ? 'chance' : player
}

/** Tells what a player knows, its cards written by `name`. */
function tell({ cards, moves }: LeducState, player: number, name: (card: number) => string): string {
  const [own, board] = [cards[player], cards[2]]
  return ['seat', SEATS[player], 'card', own === undefined ? 'none' : name(own)]
    .concat(tellRounds(LIMITS, moves, board === undefined ? [] : [[name(board)]]))
    .join(' ')
}

/** A pair with the board wins, then the higher card. */
const strength = (card: number, board: number) => rankOf(card) + (rankOf(card) === rankOf(board) ? 10 : 0)

class LeducSimulator implements Simulator<LeducState> {
  actor = CHANCE
  count = 0
  #left = 0
  #dealt = 0
  #made = 0
  /** The least of the possible moves, which follow one another. */
  #least = 0
  readonly #cards = new Int32Array(3)
  readonly #moves = new Int32Array(8)
  readonly #betting = new Betting(LIMITS)

  constructor() {
    this.reset()
  }

  reset(): void {
    this.actor = CHANCE
    this.count = DECK.length
    this.#left = (1 << DECK.length) - 1
    this.#dealt = this.#made = 0
    this.#betting.reset()
  }

  load({ cards, moves }: LeducState): void {
    this.reset()
    for (const card of cards.slice(0, 2)) this.apply(card)
    for (const move of moves) {
      if (this.actor === CHANCE) this.apply(cards[2]!)
      this.apply(move)
    }
    if (this.#dealt < cards.length) this.apply(cards[2]!)
  }

  state(): LeducState {
    return {
      cards: [...this.#cards.subarray(0, this.#dealt)],
      moves: [...this.#moves.subarray(0, this.#made)],
    }
  }

  action(i: number): number {
    return this.actor === CHANCE ? memberOf(this.#left, i) : this.#least + i
  }

  probability(): number {
    return 1 / this.count
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#left &= ~(1 << action)
      this.#cards[this.#dealt++] = action
    } else {
      this.#moves[this.#made++] = action
      this.#betting.make(action)
    }
    this.#goOn()
  }

  returnOf(player: number): number {
    const { folded, paid } = this.#betting
    const [own, other, board] = [this.#cards[player]!, this.#cards[1 - player]!, this.#cards[2]!]
    const lead = folded >= 0 ? (folded === player ? -1 : 1) : strength(own, board) - strength(other, board)
    return lead === 0 ? 0 : lead > 0 ? paid[1 - player]! : -paid[player]!
  }

  /** Three bits for each card, seven where there is none, then a one and two bits for each move. */
  key(): number {
    let key = 0
    for (let i = 0; i < this.#cards.length; i++) key = (key << 3) | this.#card(i)
    return this.#withMoves(key)
  }

  /** The same with the player's own card and the board. */
  informationKey(): number {
    return this.#withMoves((((this.actor << 3) | this.#card(this.actor)) << 3) | this.#card(2))
  }

  #card(i: number): number {
    return i < this.#dealt ? this.#cards[i]! : 7
  }

  #withMoves(before: number): number {
    let moves = 1
    for (let i = 0; i < this.#made; i++) moves = (moves << 2) | this.#moves[i]!
    return (before << 17) | moves
  }

  #goOn(): void {
    const { round, player, folded, paid, raises } = this.#betting
    if (folded >= 0 || round === 2) {
      this.actor = END
      this.count = 0
    } else if (this.#dealt < 2 + round) {
      this.actor = CHANCE
      this.count = DECK.length - this.#dealt
    } else {
      this.actor = player
      this.#least = paid[1 - player]! > paid[player]! ? FOLD : CALL
      this.count = (raises < LIMITS.cap[round]! ? RAISE : CALL) - this.#least + 1
    }
  }
}

/**
 * Leduc poker: six cards, one each and one on the board, two rounds of limit betting.
 *
 * A return is the chips won or lost: at most 13. With best play the first player loses 0.0856 a deal.
 * The two cards of a rank are of different suits, which decide nothing: information states tell them
 * apart, as in the literature's counts; observations do not.
 *
 * Source: F. Southey et al., "Bayes' bluff: opponent modelling in poker", UAI (2005).
 */
export const leducPoker = defineGame<LeducState>({
  name: 'leduc-poker',
  title: 'Leduc poker',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'imperfect',
    chance: 'sampled',
    dynamics: 'sequential',
    utilityRange: [-13, 13],
    maxMoves: 8,
    actions: 3,
  },
  vocabulary: ['seat', ...SEATS, 'card', ...RANKS, 'none', 'moves', 'board', ...MOVES],
  rules:
    'Leduc poker. The deck is two jacks, two queens and two kings; kings are highest. Both players put one chip ' +
    'in the pot and get one card each, which only they see. There are two rounds of betting, which the first ' +
    'player opens; before the second, a card is laid on the board. A bet or raise adds two chips in the first ' +
    'round and four in the second, and there are at most two of them in a round. Whoever faces a bet folds and ' +
    'loses the pot, calls or raises. A call ends the round, as do two checks. If nobody folds, a card that ' +
    'pairs the board wins the pot, otherwise the higher card; equal ranks share it.',
  initial: () => ({ cards: [], moves: [] }),
  actor,
  chance: (state) =>
    actor(state) === 'chance'
      ? DECK.filter((card) => !state.cards.includes(card)).map((action, _, { length }) => ({
          action,
          probability: 1 / length,
        }))
      : [],
  legal: (state) => (typeof actor(state) === 'number' ? legalMoves(LIMITS, follow(LIMITS, state.moves)) : []),
  apply: (state, action) =>
    actor(state) === 'chance'
      ? { cards: [...state.cards, action], moves: state.moves }
      : { cards: state.cards, moves: [...state.moves, action] },
  returns({ cards: [first, second, board], moves }) {
    const { folded, paid } = follow(LIMITS, moves)
    const lead = folded >= 0 ? 2 * folded - 1 : strength(first!, board!) - strength(second!, board!)
    if (lead === 0) return [0, 0]
    return lead > 0 ? [paid[1]!, -paid[1]!] : [-paid[0]!, paid[0]!]
  },
  label: ({ moves }, action) => labelMove(LIMITS, follow(LIMITS, moves), action),
  observation: (state, player) => tell(state, player, nameRank),
  informationState: (state, player) => tell(state, player, nameCard),
  simulate: () => new LeducSimulator(),
  resample({ cards, moves }, random) {
    const other = 1 - follow(LIMITS, moves).player
    const hidden = DECK.filter((card) => card === cards[other] || !cards.includes(card))
    return { cards: cards.with(other, hidden[random.int(hidden.length)]!), moves }
  },
})

export default leducPoker
