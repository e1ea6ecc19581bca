import { z } from 'zod'
import { CHANCE, defineGameFamily, END, type GameRules, type Simulator } from 'coevo/game'

/**
 * Dice show 0 … faces − 1: the first player's, then the second's, each sorted. Bids are
 * (quantity − 1) × faces + face in rising order; a last one of 2 × dice × faces is 'liar'.
 */
export type LiarsDiceState = { readonly dice: readonly number[]; readonly bids: readonly number[] }

const SEATS = ['first', 'second']

class LiarsDiceSimulator implements Simulator<LiarsDiceState> {
  actor = CHANCE
  count = 0
  #rolled = 0
  #made = 0
  /** The least action that is higher than the last bid. */
  #least = 0
  /** The sum of 2^bid over the bids that were made, which rise; right as long as that is a whole number. */
  #said = 0
  readonly #faces: number
  readonly #liar: number
  /** Whether dice and bids fit into a whole number. */
  readonly #isShort: boolean
  readonly #dice: Int32Array
  readonly #bids: Int32Array

  constructor(each: number, faces: number) {
    this.#faces = faces
    this.#liar = 2 * each * faces
    this.#isShort = (faces + 1) ** (2 * each) * 2 ** (this.#liar + 1) <= Number.MAX_SAFE_INTEGER
    this.#dice = new Int32Array(2 * each)
    this.#bids = new Int32Array(this.#liar + 1)
    this.reset()
  }

  reset(): void {
    this.actor = CHANCE
    this.count = this.#faces
    this.#rolled = this.#made = this.#least = this.#said = 0
  }

  load({ dice, bids }: LiarsDiceState): void {
    this.reset()
    for (const die of dice) this.apply(die)
    for (const bid of bids) this.apply(bid)
  }

  state(): LiarsDiceState {
    return { dice: [...this.#dice.subarray(0, this.#rolled)], bids: [...this.#bids.subarray(0, this.#made)] }
  }

  action(i: number): number {
    return this.#least + i
  }

  probability(): number {
    return 1 / this.#faces
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#roll(action)
      if (this.#rolled < this.#dice.length) return
      this.actor = 0
      this.count = this.#liar
      return
    }
    this.#bids[this.#made++] = action
    this.#said += 2 ** action
    this.#least = action + 1
    this.count = this.#liar - action
    this.actor = action === this.#liar ? END : this.#made & 1
  }

  returnOf(player: number): number {
    const bid = this.#bids[this.#made - 2]!
    const face = bid % this.#faces
    let have = 0
    for (let i = 0; i < this.#dice.length; i++)
      if (this.#dice[i] === face || this.#dice[i] === this.#faces - 1) have++
    const bidder = this.#made & 1
    const winner = have * this.#faces > bid - face ? bidder : 1 - bidder
    return player === winner ? 1 : -1
  }

  /** The dice, one more each, as digits before a bit for each bid that was made; for many dice the state itself. */
  key(): number | string {
    return this.#isShort ? this.#withBids(this.#code(0, this.#rolled, 0)) : JSON.stringify(this.state())
  }

  /** The same with the player's own dice; how many bids there are says whose they are. */
  informationKey(): number | string {
    const each = this.#dice.length / 2
    const own = this.actor * each
    if (this.#isShort) return this.#withBids(this.#code(own, own + each, 0))
    const { dice, bids } = this.state()
    return JSON.stringify([dice.slice(own, own + each), bids])
  }

  #code(from: number, to: number, before: number): number {
    let code = before
    for (let i = from; i < to; i++) code = code * (this.#faces + 1) + 1 + this.#dice[i]!
    return code
  }

  #withBids(before: number): number {
    return before * 2 ** (this.#liar + 1) + this.#said
  }

  /** Puts a die among those of its player, which are sorted. */
  #roll(die: number): void {
    const dice = this.#dice
    const first = this.#rolled < dice.length / 2 ? 0 : dice.length / 2
    let at = this.#rolled++
    for (; at > first && dice[at - 1]! > die; at--) dice[at] = dice[at - 1]!
    dice[at] = die
  }
}

/**
 * Liar's dice for two, each with a few dice that only they see; the highest face is wild.
 *
 * Action k bids that at least ⌊k / faces⌋ + 1 of all dice show face k mod faces + 1; the last action
 * doubts the bid. A return is 1 for the winner, −1 for the loser. The order in which a player's dice
 * fell is forgotten.
 *
 * Source: the game Bluff of M. Lanctot et al., "No-regret learning in extensive-form games with
 * imperfect recall", ICML (2012).
 */
export const liarsDice = defineGameFamily({
  name: 'liars-dice',
  title: "Liar's dice",
  parameters: z.object({
    dice: z.int().min(1).max(5).default(1).describe('dice each player has'),
    faces: z.int().min(2).max(6).default(6).describe('faces of a die; the highest is wild'),
  }),
  make({ dice: each, faces }): GameRules<LiarsDiceState> {
    const all = 2 * each
    const liar = all * faces
    const quantityOf = (bid: number) => Math.floor(bid / faces) + 1
    const nameOf = (action: number) =>
      action === liar ? 'liar' : `${quantityOf(action)}x${(action % faces) + 1}`

    function actor({ dice, bids }: LiarsDiceState) {
      if (dice.length < all) return 'chance'
      return bids.at(-1) === liar ? 'nobody' : bids.length % 2
    }

    function isTrue(bid: number, dice: readonly number[]): boolean {
      const face = bid % faces
      return dice.filter((die) => die === face || die === faces - 1).length >= quantityOf(bid)
    }

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: liar + 1,
        actions: liar + 1,
      },
      vocabulary: [
        'seat',
        ...SEATS,
        'dice',
        ...Array.from({ length: faces }, (_, face) => `${face + 1}`),
        'none',
        'bids',
        ...Array.from({ length: liar + 1 }, (_, action) => nameOf(action)),
      ],
      rules:
        `Liar's dice. Both players roll ${each === 1 ? 'a die' : `${each} dice`} with the faces 1 to ${faces}, ` +
        'which only they see. In turn they make a higher bid on the dice of both: 2x3 says that at least two show a ' +
        `three. A bid is higher if its quantity is, or its face with the same quantity. A ${faces} is wild and ` +
        "counts as every face. Instead of a bid a player may say 'liar': then the dice are shown, and if the last " +
        'bid is true, its bidder wins, otherwise the one who doubted it.',
      initial: () => ({ dice: [], bids: [] }),
      actor,
      chance: ({ dice }) =>
        dice.length < all
          ? Array.from({ length: faces }, (_, action) => ({ action, probability: 1 / faces }))
          : [],
      legal(state) {
        if (typeof actor(state) !== 'number') return []
        const from = (state.bids.at(-1) ?? -1) + 1
        const to = state.bids.length === 0 ? liar : liar + 1
        return Array.from({ length: to - from }, (_, i) => from + i)
      },
      apply({ dice, bids }, action) {
        if (dice.length === all) return { dice, bids: [...bids, action] }
        const others = dice.length < each ? 0 : each
        const own = [...dice.slice(others), action].toSorted((a, b) => a - b)
        return { dice: [...dice.slice(0, others), ...own], bids }
      },
      returns({ dice, bids }) {
        const bidder = bids.length % 2
        const winner = isTrue(bids.at(-2)!, dice) ? bidder : 1 - bidder
        return winner === 0 ? [1, -1] : [-1, 1]
      },
      label: (_state, action) => nameOf(action),
      observation({ dice, bids }, player) {
        const own = dice.slice(player * each, (player + 1) * each).map((face) => `${face + 1}`)
        return ['seat', SEATS[player], 'dice', ...(own.length === 0 ? ['none'] : own), 'bids']
          .concat(bids.length === 0 ? ['none'] : bids.map(nameOf))
          .join(' ')
      },
      simulate: () => new LiarsDiceSimulator(each, faces),
      resample({ dice, bids }, random) {
        const player = bids.length % 2
        const others = Array.from({ length: each }, () => random.int(faces)).toSorted((a, b) => a - b)
        return {
          dice: player === 0 ? [...dice.slice(0, each), ...others] : [...others, ...dice.slice(each)],
          bids,
        }
      },
    }
  },
})

export default liarsDice
