import { CHANCE, END, type Simulator } from 'coevo/game'
import { ACCEPT, BLOCK, DENY, LABELS, LISTED, OFFERS, offerOf, PIECES, RANGES, RESOURCES } from './goods.ts'

/**
 * Goods and what a piece of each is worth, by player, as far as they are dealt: the first player's goods, its
 * values, the second's. Then what was said, in order, and what each has gained, at its own values.
 */
export type NegotiationState = {
  readonly stocks: readonly (readonly number[])[]
  readonly values: readonly (readonly number[])[]
  readonly said: readonly string[]
  readonly gains: readonly number[]
}

const KINDS = RESOURCES.length
/** How many listed offers give one piece of a resource. */
const A_PIECE = (KINDS - 1) * LISTED
/** By draw of chance, of a player's goods and then values: the least outcome, and how many there are. */
const DRAWS = [...RESOURCES.map(() => PIECES), ...RANGES]
const LEAST = Int32Array.from(DRAWS, ([low]) => low)
const OUTCOMES = Int32Array.from(DRAWS, ([low, high]) => high - low + 1)
/** By listed action and resource: what whoever offers gets. */
const TRADES = Int32Array.from(OFFERS.flatMap((offer) => offer ?? RESOURCES.map(() => 0)))

/** Keeps what is dealt in one array: a player's goods, its values, the other's. */
export class NegotiationSimulator implements Simulator<NegotiationState> {
  actor = CHANCE
  count = 0
  #drawn = 0
  /** What was said in the state that was loaded. */
  #before: readonly string[] = []
  #made = 0
  #stands = false
  #lead = 0
  #gain = 0
  readonly #turns: number
  readonly #dealt = new Int32Array(4 * KINDS)
  readonly #offer = new Int32Array(KINDS)
  readonly #answers: Int32Array

  constructor(turns: number) {
    this.#turns = turns
    this.#answers = new Int32Array(turns)
    this.reset()
  }

  reset(): void {
    this.#drawn = this.#made = this.#lead = this.#gain = 0
    this.#before = []
    this.#stands = false
    this.#goOn()
  }

  load({ stocks, values, said, gains }: NegotiationState): void {
    const dealt = [stocks[0]!, values[0]!, stocks[1]!, values[1]!].flat()
    this.#dealt.set(dealt)
    this.#drawn = dealt.length
    this.#made = 0
    this.#before = said
    this.#gain = gains[0]!
    this.#lead = gains[0]! - gains[1]!
    const offer = offerOf(said.at(-1) ?? '')
    this.#stands = offer !== null
    if (offer !== null) this.#offer.set(offer)
    this.#goOn()
  }

  state(): NegotiationState {
    const part = (i: number) => [
      ...this.#dealt.subarray(i * KINDS, Math.max(i * KINDS, Math.min((i + 1) * KINDS, this.#drawn))),
    ]
    const answers = this.#answers.subarray(0, this.#made)
    return {
      stocks: [part(0), part(2)],
      values: [part(1), part(3)],
      said: [...this.#before, ...Array.from(answers, (action) => LABELS[action]!)],
      gains: [this.#gain, this.#gain - this.#lead],
    }
  }

  action(i: number): number {
    if (this.actor === CHANCE) return LEAST[this.#drawn % LEAST.length]! + i
    const answers = this.#canAccept() ? 2 : 1
    if (i < answers) return i + 2 - answers
    let rest = i - answers
    const goods = this.actor * 2 * KINDS
    for (let given = 0; ; given++) {
      const size = Math.min(this.#dealt[goods + given]!, LISTED) * LISTED
      if (rest < (KINDS - 1) * size) {
        const other = Math.floor(rest / size)
        return 2 + (given * (KINDS - 1) + other) * BLOCK + (rest - other * size)
      }
      rest -= (KINDS - 1) * size
    }
  }

  probability(): number {
    return 1 / this.count
  }

  apply(action: number): void {
    if (this.actor === CHANCE) {
      this.#dealt[this.#drawn++] = action
      this.#goOn()
      return
    }
    if (action === ACCEPT) this.#trade()
    this.#stands = action > DENY
    if (this.#stands) for (let i = 0; i < KINDS; i++) this.#offer[i] = TRADES[action * KINDS + i]!
    this.#answers[this.#made++] = action
    this.#goOn()
  }

  returnOf(player: number): number {
    const sign = Math.sign(this.#lead)
    return player === 0 ? sign : 0 - sign
  }

  #goOn(): void {
    if (this.#drawn < this.#dealt.length) {
      this.actor = CHANCE
      this.count = OUTCOMES[this.#drawn % OUTCOMES.length]!
      return
    }
    const turn = this.#before.length + this.#made
    if (turn === this.#turns) {
      this.actor = END
      this.count = 0
      return
    }
    this.actor = turn & 1
    this.count = this.#canAccept() ? 2 : 1
    const goods = this.actor * 2 * KINDS
    for (let i = 0; i < KINDS; i++) this.count += Math.min(this.#dealt[goods + i]!, LISTED) * A_PIECE
  }

  /** Whether an offer stands and the player to move has what it asks for; who made it has kept its part. */
  #canAccept(): boolean {
    if (!this.#stands) return false
    const goods = this.actor * 2 * KINDS
    for (let i = 0; i < KINDS; i++) if (this.#dealt[goods + i]! < this.#offer[i]!) return false
    return true
  }

  /** Carries out the offer that stands, which is the other player's. */
  #trade(): void {
    const own = this.actor * 2 * KINDS
    const others = 2 * KINDS - own
    let [gain, loss] = [0, 0]
    for (let i = 0; i < KINDS; i++) {
      const amount = this.#offer[i]!
      this.#dealt[own + i]! -= amount
      this.#dealt[others + i]! += amount
      gain += amount * this.#dealt[others + KINDS + i]!
      loss += amount * this.#dealt[own + KINDS + i]!
    }
    this.#gain += this.actor === 0 ? -loss : gain
    this.#lead += this.actor === 0 ? -loss - gain : gain + loss
  }
}
