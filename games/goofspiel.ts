import { z } from 'zod'
import type { Random } from 'coevo/core'
import { CHANCE, defineGameFamily, END, memberOf, type GameRules, type Simulator } from 'coevo/game'

/**
 * Prizes turned up so far (all of them where their order is fixed), and bids, the first player's and the
 * second's in turn: cards 1 … n.
 */
export type GoofspielState = { readonly prizes: readonly number[]; readonly bids: readonly number[] }

const SEATS = ['first', 'second']

/** The outcome of a round, as its player tells it. */
const outcome = (own: number, other: number) => (own > other ? 'won' : own < other ? 'lost' : 'tied')

/** Draws a list of different cards, the k-th one from the k-th hand; every such list is as likely. */
function drawDifferent(hands: readonly (readonly number[])[], random: Random): number[] {
  const counts = new Map<number, number>()
  const left = (round: number, taken: number) => hands[round]!.filter((card) => ((taken >> card) & 1) === 0)
  /** Counts the ways to go on from a round; the set of cards taken before fixes which round that is. */
  function ways(round: number, taken: number): number {
    if (round === hands.length) return 1
    let count = counts.get(taken)
    if (count === undefined) {
      count = left(round, taken).reduce((sum, card) => sum + ways(round + 1, taken | (1 << card)), 0)
      counts.set(taken, count)
    }
    return count
  }
  let taken = 0
  return hands.map((_, round) => {
    const cards = left(round, taken)
    const card = cards[random.categorical(cards.map((card) => ways(round + 1, taken | (1 << card))))]!
    taken |= 1 << card
    return card
  })
}

/** Keeps hands and prizes as sets of bits, bit k for card k + 1, and how far the first player leads. */
class GoofspielSimulator implements Simulator<GoofspielState> {
  actor = 0
  count = 0
  #turned = 0
  #made = 0
  #lead = 0
  #pile = 0
  readonly #cards: number
  readonly #start: readonly number[]
  readonly #prizes: Int32Array
  readonly #hands = new Int32Array(2)
  readonly #bids: Int32Array

  /** @param start the prizes that are known from the start */
  constructor(cards: number, start: readonly number[]) {
    this.#cards = cards
    this.#start = start
    this.#prizes = Int32Array.from({ length: cards }, (_, i) => start[i] ?? 0)
    this.#bids = new Int32Array(2 * (cards - 1))
    this.reset()
  }

  reset(): void {
    this.#hands.fill((1 << this.#cards) - 1)
    this.#pile = (1 << this.#cards) - 1
    this.#turned = this.#start.length
    this.#made = this.#lead = 0
    this.#goOn()
  }

  load({ prizes, bids }: GoofspielState): void {
    this.reset()
    for (let round = 0; 2 * round <= bids.length && round < this.#cards - 1; round++) {
      if (this.actor === CHANCE && round < prizes.length) this.apply(prizes[round]! - 1)
      for (const bid of bids.slice(2 * round, 2 * round + 2)) this.apply(bid - 1)
    }
  }

  state(): GoofspielState {
    return {
      prizes: [...this.#prizes.subarray(0, this.#turned)],
      bids: [...this.#bids.subarray(0, this.#made)],
    }
  }

  action(i: number): number {
    return memberOf(this.actor === CHANCE ? this.#pile : this.#hands[this.actor]!, i)
  }

  probability(): number {
    return 1 / this.count
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#pile &= ~(1 << action)
      this.#prizes[this.#turned++] = action + 1
    } else {
      this.#hands[this.actor]! &= ~(1 << action)
      this.#bids[this.#made++] = action + 1
      if (this.actor === 1)
        this.#lead +=
          this.#prizes[(this.#made >> 1) - 1]! * Math.sign(this.#bids[this.#made - 2]! - action - 1)
    }
    this.#goOn()
  }

  /** Counts the last round, which is not played. */
  returnOf(player: number): number {
    const last = this.#prizes[this.#cards - 1]! || memberOf(this.#pile, 0) + 1
    const lead = Math.sign(this.#lead + last * Math.sign(this.#hands[0]! - this.#hands[1]!))
    return player === 0 ? lead : -lead
  }

  #goOn(): void {
    const round = this.#made >> 1
    const isOver = round === this.#cards - 1
    this.actor = isOver ? END : round === this.#turned ? CHANCE : this.#made & 1
    this.count = isOver ? 0 : this.#cards - round
  }
}

/**
 * Goofspiel, the game of pure strategy: both bid a card at once for each prize; the higher card wins it.
 *
 * Action k bids or turns up card k + 1. The last round has no choice and is not played but counted. A return
 * is 1 for more points, −1 for fewer, 0 for as many; by symmetry the value is 0.
 *
 * Sources: S. M. Ross, "Goofspiel – the game of pure strategy", Journal of Applied Probability (1971); the
 * form that hides bids: M. Lanctot et al., "Monte Carlo sampling for regret minimization in extensive
 * games", NIPS (2009).
 */
export const goofspiel = defineGameFamily({
  name: 'goofspiel',
  title: 'Goofspiel',
  parameters: z.object({
    cards: z.int().min(2).max(13).default(4).describe('cards of each hand, and prizes'),
    order: z
      .enum(['descending', 'ascending', 'random'])
      .default('descending')
      .describe('order of the prizes'),
    information: z
      .enum(['perfect', 'imperfect'])
      .default('imperfect')
      .describe('whether bids are shown after a round, or only who won'),
  }),
  make({ cards, order, information }): GameRules<GoofspielState> {
    const deck = Array.from({ length: cards }, (_, i) => i + 1)
    const initial: GoofspielState = {
      prizes: order === 'random' ? [] : order === 'ascending' ? deck : deck.toReversed(),
      bids: [],
    }
    const shown = information === 'perfect'

    const left = (played: readonly number[]) => deck.filter((card) => !played.includes(card))
    const bidsOf = (bids: readonly number[], player: number) => bids.filter((_, i) => i % 2 === player)

    function actor({ prizes, bids }: GoofspielState) {
      if (bids.length === 2 * (cards - 1)) return 'nobody'
      return bids.length === 2 * prizes.length ? 'chance' : bids.length % 2
    }

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: order === 'random' ? 'sampled' : 'deterministic',
        dynamics: 'simultaneous',
        utilityRange: [-1, 1],
        maxMoves: 2 * (cards - 1),
        actions: cards,
      },
      vocabulary: [
        'seat',
        ...SEATS,
        'prize',
        'bid',
        'none',
        ...(shown ? ['against'] : ['won', 'lost', 'tied']),
        ...deck.map(String),
      ],
      rules:
        `Goofspiel. Both players hold the cards 1 to ${cards}, and there are as many prizes, worth 1 to ${cards} ` +
        `points${order === 'random' ? ', turned up one by one at random' : `, in ${order} order`}. For each prize ` +
        'both bid a card of their hand at once, and both cards are gone. The higher card wins the prize; with equal ' +
        `cards nobody does. ${shown ? 'Both bids are then shown.' : 'Only who won is told, never a bid.'} The last ` +
        'card is bid without being asked. Whoever has more points at the end wins.',
      initial: () => initial,
      actor,
      chance: (state) =>
        actor(state) === 'chance'
          ? left(state.prizes).map((card, _, { length }) => ({ action: card - 1, probability: 1 / length }))
          : [],
      legal(state) {
        const player = actor(state)
        return typeof player === 'number' ? left(bidsOf(state.bids, player)).map((card) => card - 1) : []
      },
      apply: (state, action) =>
        actor(state) === 'chance'
          ? { prizes: [...state.prizes, action + 1], bids: state.bids }
          : { prizes: state.prizes, bids: [...state.bids, action + 1] },
      returns({ prizes, bids }) {
        const [first, second] = [0, 1].map((player) => {
          const played = bidsOf(bids, player)
          return [...played, ...left(played)]
        })
        const lead = [...prizes, ...left(prizes)].reduce(
          (sum, prize, i) => sum + prize * Math.sign(first![i]! - second![i]!),
          0,
        )
        return lead > 0 ? [1, -1] : lead < 0 ? [-1, 1] : [0, 0]
      },
      label: (_state, action) => `${action + 1}`,
      observation({ prizes, bids }, player) {
        const words = ['seat', SEATS[player]!]
        const rounds = Math.min(prizes.length, cards - 1, Math.floor(bids.length / 2) + 1)
        for (let round = 0; round < rounds; round++) {
          const own = bids[2 * round + player]
          const other = bids[2 * round + 1 - player]
          const isOver = bids.length >= 2 * round + 2
          words.push('prize', `${prizes[round]}`, 'bid', own === undefined ? 'none' : `${own}`)
          if (isOver) words.push(...(shown ? ['against', `${other}`] : [outcome(own!, other!)]))
        }
        return words.join(' ')
      },
      simulate: () => new GoofspielSimulator(cards, initial.prizes),
      resample({ prizes, bids }, random) {
        const player = bids.length % 2
        const own = bidsOf(bids, player)
        // The first player's bid of a round is hidden until the second has bid.
        const hands = bidsOf(bids, 1 - player).map((bid, round) => {
          const other = own[round]
          if (other === undefined) return deck
          return shown ? [bid] : deck.filter((card) => Math.sign(card - other) === Math.sign(bid - other))
        })
        const drawn = drawDifferent(hands, random)
        return { prizes, bids: bids.map((bid, i) => (i % 2 === player ? bid : drawn[i >> 1]!)) }
      },
    }
  },
})

export default goofspiel
