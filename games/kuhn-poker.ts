import { defineGame, type PolicyTable } from 'coevo/game'

/** Cards are 0 (jack), 1 (queen), 2 (king), the first player's first; moves are 0 (pass) and 1 (bet). */
export type KuhnState = { readonly cards: readonly number[]; readonly moves: readonly number[] }

const PASS = 0
const BET = 1
const SEATS = ['first', 'second']
const CARDS = ['jack', 'queen', 'king']
const LABELS = ['check', 'bet', 'fold', 'call']

/** True once a bet is open: then a pass folds and a bet calls. */
const facesBet = (moves: readonly number[]) => moves.at(-1) === BET

const isOver = (moves: readonly number[]) =>
  moves.length >= 2 && !(moves.length === 2 && moves[0] === PASS && moves[1] === BET)

const labelMove = (action: number, facing: boolean) => LABELS[action + (facing ? 2 : 0)]!

function observe({ cards, moves }: KuhnState, player: number): string {
  const card = cards[player]
  const said = moves.map((move, i) => labelMove(move, facesBet(moves.slice(0, i))))
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
  actor: ({ cards, moves }) => (cards.length < 2 ? 'chance' : isOver(moves) ? 'nobody' : moves.length % 2),
  chance({ cards }) {
    if (cards.length === 2) return []
    const deck = [0, 1, 2].filter((card) => !cards.includes(card))
    return deck.map((action) => ({ action, probability: 1 / deck.length }))
  },
  legal: ({ cards, moves }) => (cards.length < 2 || isOver(moves) ? [] : [PASS, BET]),
  apply({ cards, moves }, action) {
    const dealing = cards.length < 2
    const possible = dealing
      ? [0, 1, 2].filter((card) => !cards.includes(card))
      : isOver(moves)
        ? []
        : [PASS, BET]
    if (!possible.includes(action)) throw new Error(`kuhn-poker: action ${action} is not legal here`)
    return dealing ? { cards: [...cards, action], moves } : { cards, moves: [...moves, action] }
  },
  returns({ cards, moves }) {
    const folded = moves.at(-1) === PASS && moves.includes(BET)
    const winner = folded ? moves.lastIndexOf(BET) % 2 : cards[0]! > cards[1]! ? 0 : 1
    const stake = !folded && moves.includes(BET) ? 2 : 1
    return winner === 0 ? [stake, -stake] : [-stake, stake]
  },
  label: ({ moves }, action) => labelMove(action, facesBet(moves)),
  observation: observe,
  informationState: observe,
})

export default kuhnPoker

/**
 * Writes Kuhn's family of equilibria as a table of [check or fold, bet or call] probabilities.
 *
 * @param bluff how often the first player bets a jack: 0 … 1/3; it bets a king three times as often.
 */
export function kuhnEquilibrium(bluff: number): PolicyTable {
  const bets: [cards: number[], moves: number[], probability: number][] = [
    [[0], [], bluff],
    [[1], [], 0],
    [[2], [], 3 * bluff],
    [[0], [PASS, BET], 0],
    [[1], [PASS, BET], bluff + 1 / 3],
    [[2], [PASS, BET], 1],
    [[2, 0], [PASS], 1 / 3],
    [[2, 1], [PASS], 0],
    [[0, 2], [PASS], 1],
    [[2, 0], [BET], 0],
    [[2, 1], [BET], 1 / 3],
    [[0, 2], [BET], 1],
  ]
  return new Map(
    bets.map(([cards, moves, bet]) => [observe({ cards, moves }, moves.length % 2), [1 - bet, bet]]),
  )
}
