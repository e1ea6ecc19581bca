import { defineGame, type PolicyTable } from 'coevo/game'

/** Cards are 0 (jack), 1 (queen), 2 (king), the first player's first; moves are 0 (pass) and 1 (bet). */
export type KuhnState = { readonly cards: readonly number[]; readonly moves: readonly number[] }

const PASS = 0
const BET = 1
const SEATS = ['first', 'second']
const CARDS = ['jack', 'queen', 'king']
const LABELS = ['check', 'bet', 'fold', 'call']

const deck = ({ cards }: KuhnState) => [0, 1, 2].filter((card) => !cards.includes(card))

/** A pass after a bet folds, a bet after a bet calls. */
const labelMove = (action: number, before: number | undefined) => LABELS[action + (before === BET ? 2 : 0)]!

function actor({ cards, moves }: KuhnState) {
  if (cards.length < 2) return 'chance'
  const [first, second] = moves
  const isOver = first === PASS ? second === PASS || moves.length === 3 : moves.length === 2
  return isOver ? 'nobody' : moves.length % 2
}

function observe({ cards, moves }: KuhnState, player: number): string {
  const card = cards[player]
  const said = moves.map((move, i) => labelMove(move, moves[i - 1]))
  return ['seat', SEATS[player], 'card', card === undefined ? 'none' : CARDS[card], 'moves']
    .concat(said.length === 0 ? ['none'] : said)
    .join(' ')
}

/**
 * Kuhn poker: three cards, one card each, an ante of one chip and at most one bet of one chip.
 *
 * A return is the chips won or lost: ±1 or ±2. With best play the first player loses 1/18 a deal.
 *
 * Source: H. W. Kuhn, "A simplified two-person poker", Contributions to the Theory of Games I (1950).
 */
export const kuhnPoker = defineGame<KuhnState>({
  name: 'kuhn-poker',
  title: 'Kuhn poker',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'imperfect',
    chance: 'sampled',
    dynamics: 'sequential',
    utilityRange: [-2, 2],
    maxMoves: 3,
    actions: 2,
  },
  vocabulary: ['seat', ...SEATS, 'card', ...CARDS, 'none', 'moves', ...LABELS],
  rules:
    'Kuhn poker. The deck is a jack, a queen and a king; the king is highest. Both players put one chip in the ' +
    'pot and get one card each, which only they see. The first player checks or bets one chip. After a check the ' +
    'second player checks or bets one chip. Whoever faces a bet folds and loses the pot, or calls it with one ' +
    'chip. If nobody folds, the higher card wins the pot.',
  initial: () => ({ cards: [], moves: [] }),
  actor,
  chance: (state) =>
    actor(state) === 'chance'
      ? deck(state).map((action, _, { length }) => ({ action, probability: 1 / length }))
      : [],
  legal: (state) => (typeof actor(state) === 'number' ? [PASS, BET] : []),
  apply: ({ cards, moves }, action) =>
    cards.length < 2 ? { cards: [...cards, action], moves } : { cards, moves: [...moves, action] },
  returns({ cards, moves }) {
    const folded = moves.at(-1) === PASS && moves.includes(BET)
    const winner = folded ? moves.lastIndexOf(BET) % 2 : cards[0]! > cards[1]! ? 0 : 1
    const stake = !folded && moves.includes(BET) ? 2 : 1
    return winner === 0 ? [stake, -stake] : [-stake, stake]
  },
  label: ({ moves }, action) => labelMove(action, moves.at(-1)),
  observation: observe,
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
