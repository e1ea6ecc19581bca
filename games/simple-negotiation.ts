import { z } from 'zod'
import { defineGameFamily, type GameRules } from 'coevo/game'
import { offerText, readOffer, readWord } from './trade/offer.ts'

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
 * TextArena's. Here an offer is one that both can keep, gifts are none, and talk around an offer is not passed
 * on; so that nothing is hidden and the game can be solved.
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
    const actionOf = ([wood = 0, gold = 0]: readonly number[]) =>
      2 + (wood < 0 ? (-wood - 1) * most + gold - 1 : most * most + (-gold - 1) * most + wood - 1)
    const toMove = (state: SimpleNegotiationState) => state.turns % 2

    /** Whether both have what they would give, if this player's offer were accepted. */
    const canKeep = ({ stocks }: SimpleNegotiationState, player: number, offer: readonly number[]) =>
      offer.every((amount, i) => stocks[player]![i]! + amount >= 0 && stocks[1 - player]![i]! - amount >= 0)

    function legal(state: SimpleNegotiationState): number[] {
      if (state.turns === turns) return []
      const actions = state.offer === null ? [DENY] : [ACCEPT, DENY]
      const player = toMove(state)
      for (const [given, got] of [
        [0, 1],
        [1, 0],
      ] as const)
        for (let gives = 1; gives <= state.stocks[player]![given]!; gives++)
          for (let gets = 1; gets <= state.stocks[1 - player]![got]!; gets++)
            actions.push(actionOf(given === 0 ? [-gives, gets] : [gets, -gives]))
      return actions
    }

    const label = (action: number) =>
      action === ACCEPT ? 'accept' : action === DENY ? 'deny' : offerText(offerOf(action), RESOURCES)
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
        actions: 2 + 2 * most * most,
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
        const word = readWord(text)
        if (word === 'deny') return DENY
        if (word === 'accept') return state.offer === null ? null : ACCEPT
        const offer = readOffer(text, RESOURCES)
        return offer !== null && canKeep(state, toMove(state), offer) ? actionOf(offer) : null
      },
      apply(state, action) {
        const { stocks, offer } = state
        if (action !== ACCEPT || offer === null)
          return { stocks, offer: action === DENY ? null : action, turns: state.turns + 1 }
        const trade = offerOf(offer)
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
      label: (_state, action) => label(action),
      observation({ stocks, offer, turns: over }, player) {
        const own = ['seat', SEATS[player], 'have', list(stocks[player]!), 'other', list(stocks[1 - player]!)]
        return [...own, 'left', turns - over, 'standing', offer === null ? 'none' : label(offer)].join(' ')
      },
    }
  },
})

export default simpleNegotiation
