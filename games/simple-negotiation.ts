import { z } from 'zod'
import { defineGameFamily, END, type GameRules, type Simulator } from 'coevo/game'
import { offerText, readOffer, readWord, type Offer } from './trade/offer.ts'

/** Wood and gold by player, the action of the offer that stands (null: none), and how many turns are over. */
export type SimpleNegotiationState = {
  readonly stocks: readonly (readonly number[])[]
  readonly offer: number | null
  readonly turns: number
}

const SEATS = ['first', 'second']
const RESOURCES = ['wood', 'gold']
/** What each resource is worth, by player. */
const VALUES = [
  [5, 15],
  [15, 5],
]
const ACCEPT = 0
const DENY = 1

/** Keeps wood and gold, the first player's before the second's. */
class SimpleNegotiationSimulator implements Simulator<SimpleNegotiationState> {
  actor = 0
  count = 0
  /** The action of the offer that stands; DENY for none. */
  #offer = DENY
  #made = 0
  readonly #stock: number
  readonly #turns: number
  readonly #goods = new Int32Array(4)

  constructor(stock: number, turns: number) {
    this.#stock = stock
    this.#turns = turns
    this.reset()
  }

  reset(): void {
    this.#goods.fill(this.#stock)
    this.#offer = DENY
    this.#made = 0
    this.#goOn()
  }

  load({ stocks, offer, turns }: SimpleNegotiationState): void {
    this.#goods.set(stocks.flat())
    this.#offer = offer ?? DENY
    this.#made = turns
    this.#goOn()
  }

  state(): SimpleNegotiationState {
    const [wood, gold, othersWood, othersGold] = this.#goods
    return {
      stocks: [
        [wood!, gold!],
        [othersWood!, othersGold!],
      ],
      offer: this.#offer === DENY ? null : this.#offer,
      turns: this.#made,
    }
  }

  action(i: number): number {
    const answers = this.#offer === DENY ? 1 : 2
    if (i < answers) return i + 2 - answers
    const most = 2 * this.#stock
    const [own, others] = [2 * this.actor, 2 - 2 * this.actor]
    const swaps = this.#goods[own]! * this.#goods[others + 1]!
    const given = i - answers < swaps ? 0 : 1
    const rest = i - answers - given * swaps
    const got = this.#goods[others + 1 - given]!
    return 2 + (given * most + Math.floor(rest / got)) * most + (rest % got)
  }

  probability(): number {
    return 0
  }

  apply(action: number): void {
    if (action === ACCEPT) this.#trade()
    this.#offer = action === ACCEPT ? DENY : action
    this.#made++
    this.#goOn()
  }

  returnOf(player: number): number {
    // The first player gains 15 a gold and loses 5 a wood, the second the other way round.
    const sign = Math.sign(this.#goods[0]! + this.#goods[1]! - 2 * this.#stock)
    return player === 0 ? sign : 0 - sign
  }

  #goOn(): void {
    const isOver = this.#made === this.#turns
    this.actor = isOver ? END : this.#made & 1
    const [wood, gold, othersWood, othersGold] = this.#goods
    const answers = this.#offer === DENY ? 1 : 2
    this.count = isOver ? 0 : answers + wood! * othersGold! + gold! * othersWood!
  }

  #trade(): void {
    const most = 2 * this.#stock
    const code = this.#offer - 2
    const given = code < most * most ? 0 : 1
    const gives = 1 + (Math.floor(code / most) % most)
    const gets = 1 + (code % most)
    const [own, others] = [2 * this.actor, 2 - 2 * this.actor]
    this.#goods[own + given]! += gives
    this.#goods[others + given]! -= gives
    this.#goods[own + 1 - given]! -= gets
    this.#goods[others + 1 - given]! += gets
  }
}

/**
 * Two players with ten wood and ten gold each swap one for the other; the first has more use for gold, the
 * second for wood.
 *
 * Action 0 accepts the offer that stands, 1 denies it (or passes, if none stands), the others offer wood for
 * gold or gold for wood. Every answer closes the offer before it. A return is the sign of how much more a
 * player's goods have gained, at its own values, than the other's: 1, 0 or −1. With best play it is a draw,
 * because whoever gets more pieces than it gives wins.
 *
 * The game is SPIRAL's (B. Liu et al., arXiv 2506.24119, environment SimpleNegotiation-v1), which follows
 * TextArena's. Here an offer is one that both can keep, of net amounts where a resource stands on both sides;
 * gifts are none; a turn holds one answer, where there it may both answer an offer and make one; and talk
 * around an offer is not passed on, so that nothing is hidden and the game can be solved.
 */
export const simpleNegotiation = defineGameFamily({
  name: 'simple-negotiation',
  title: 'Negotiation over wood and gold',
  parameters: z.object({
    stock: z.int().min(1).max(10).default(10).describe('wood and gold each player starts with'),
    turns: z.int().min(1).max(20).default(10).describe('turns of both players together'),
  }),
  make({ stock, turns }): GameRules<SimpleNegotiationState> {
    const most = 2 * stock
    const offerOf = (action: number): readonly number[] => {
      const code = action - 2
      const [gives, gets] = [1 + (Math.floor(code / most) % most), 1 + (code % most)]
      return code < most * most ? [-gives, gets] : [gets, -gives]
    }
    const toMove = (state: SimpleNegotiationState) => state.turns % 2
    const offers = Array.from({ length: 2 + 2 * most * most }, (_, action) =>
      action <= DENY ? null : offerOf(action),
    )

    /** Whether both have what they would give, if this player's offer were accepted. */
    const canKeep = ({ stocks }: SimpleNegotiationState, player: number, offer: readonly number[]) =>
      offer.every((amount, i) => stocks[player]![i]! + amount >= 0 && stocks[1 - player]![i]! - amount >= 0)

    function canSay(state: SimpleNegotiationState, action: number): boolean {
      if (state.turns === turns) return false
      if (action === DENY) return true
      if (action === ACCEPT) return state.offer !== null
      const offer = offers[action]
      return offer != null && canKeep(state, toMove(state), offer)
    }

    /** Lists what can be said by who has how much, whether an offer stands or not. */
    function listAnswers(own: readonly number[], others: readonly number[], stands: boolean): number[] {
      const actions = stands ? [ACCEPT, DENY] : [DENY]
      for (let given = 0; given < 2; given++)
        for (let gives = 0; gives < own[given]!; gives++) {
          const first = 2 + (given * most + gives) * most
          for (let gets = 0; gets < others[1 - given]!; gets++) actions.push(first + gets)
        }
      return actions
    }

    /** The lists that were needed: goods do not get more or less, so what one player has tells them. */
    const lists = new Map<number, readonly number[]>()

    function legal(state: SimpleNegotiationState): readonly number[] {
      if (state.turns === turns) return []
      const [own, others] = [state.stocks[toMove(state)]!, state.stocks[1 - toMove(state)]!]
      const stands = state.offer !== null
      const key = (own[0]! * (most + 1) + own[1]!) * 2 + Number(stands)
      let list = lists.get(key)
      if (list === undefined) lists.set(key, (list = listAnswers(own, others, stands)))
      return list
    }

    const labels = offers.map((offer, action) =>
      offer === null ? ['accept', 'deny'][action]! : offerText(offer, RESOURCES),
    )
    const known = new Map(labels.map((label, action) => [label, action]))
    /** Finds the action of an offer that was not written as its label. */
    const find = (offer: Offer | null) => offer && known.get(offerText(offer, RESOURCES))
    const list = (goods: readonly number[]) => goods.map((amount, i) => `${amount} ${RESOURCES[i]}`).join(' ')

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: turns,
        actions: labels.length,
      },
      vocabulary: [
        'seat',
        ...SEATS,
        'have',
        'other',
        ...RESOURCES,
        'left',
        'standing',
        'none',
        'accept',
        'deny',
        'offer:',
        '->',
        ...Array.from({ length: Math.max(most, turns) + 1 }, (_, n) => `${n}`),
      ],
      rules:
        `Negotiation. Both players have ${stock} wood and ${stock} gold. To the first player a wood is worth 5 and a ` +
        'gold 15; to the second a wood is worth 15 and a gold 5. In turn they answer with an offer, such as ' +
        "'offer: 2 wood -> 3 gold' to give two wood and get three gold, with 'accept' for the offer that the " +
        "other has just made, or with 'deny'. An offer that is not accepted at once is off; nobody can offer or " +
        `ask for more than there is. After ${turns} turns in all, the player whose goods have gained more in its ` +
        'own eyes wins; equal gains are a draw.',
      initial: () => ({
        stocks: SEATS.map(() => RESOURCES.map(() => stock)),
        offer: null,
        turns: 0,
      }),
      actor: (state) => (state.turns === turns ? 'nobody' : toMove(state)),
      legal,
      read(state, text) {
        const action = known.get(text) ?? known.get(readWord(text)) ?? find(readOffer(text, RESOURCES))
        return action != null && canSay(state, action) ? action : null
      },
      permits: canSay,
      apply(state, action) {
        const { stocks, offer } = state
        if (action !== ACCEPT || offer === null)
          return { stocks, offer: action === DENY ? null : action, turns: state.turns + 1 }
        const trade = offers[offer]!
        const acceptor = toMove(state)
        return {
          stocks: stocks.map((goods, player) =>
            goods.map((amount, i) => amount + (player === acceptor ? -trade[i]! : trade[i]!)),
          ),
          offer: null,
          turns: state.turns + 1,
        }
      },
      returns({ stocks }) {
        const [first, second] = stocks.map((goods, player) =>
          goods.reduce((sum, amount, i) => sum + (amount - stock) * VALUES[player]![i]!, 0),
        )
        const sign = Math.sign(first! - second!)
        return sign === 0 ? [0, 0] : [sign, -sign]
      },
      label: (_state, action) => labels[action]!,
      observation({ stocks, offer, turns: over }, player) {
        const own = ['seat', SEATS[player], 'have', list(stocks[player]!), 'other', list(stocks[1 - player]!)]
        return [...own, 'left', turns - over, 'standing', offer === null ? 'none' : labels[offer]].join(' ')
      },
      simulate: () => new SimpleNegotiationSimulator(stock, turns),
    }
  },
})

export default simpleNegotiation
