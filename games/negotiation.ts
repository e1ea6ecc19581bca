import { z } from 'zod'
import type { Random } from 'coevo/core'
import { defineGameFamily, type ChanceOutcome, type GameRules } from 'coevo/game'
import {
  ACCEPT,
  actionOf,
  ACTIONS,
  DENY,
  LABELS,
  listAnswers,
  offerOf,
  OFFERS,
  PIECES,
  RANGES,
  RESOURCES,
} from './trade/goods.ts'
import { offerText, readWord, type Offer } from './trade/offer.ts'
import { NegotiationSimulator, type NegotiationState } from './trade/simulator.ts'

export type { NegotiationState }

const SEATS = ['first', 'second']

/** By resource and number: the words for it. */
const COUNTED = RESOURCES.map((resource) =>
  Array.from({ length: 2 * PIECES[1] + 1 }, (_, n) => `${resource} ${n}`),
)

/** The outcomes of a draw of a number, each as likely. */
const outcomes = ([low, high]: readonly [number, number]): readonly ChanceOutcome[] =>
  Array.from({ length: high - low + 1 }, (_, i) => ({ action: low + i, probability: 1 / (high - low + 1) }))

const DRAWS = { stocks: RESOURCES.map(() => outcomes(PIECES)), values: RANGES.map(outcomes) }

/** The draws of chance, in order: of what, and whose. */
const DEALS = SEATS.flatMap((_, player) =>
  (['stocks', 'values'] as const).flatMap((what) =>
    DRAWS[what].map((outcomes) => ({ player, what, outcomes })),
  ),
)

/** Returns the next draw of chance; null when all is dealt. */
function nextDraw({ stocks, values }: NegotiationState) {
  let dealt = 0
  for (const hands of [stocks, values]) for (const hand of hands) dealt += hand.length
  return DEALS[dealt] ?? null
}

const toMove = ({ said }: NegotiationState) => said.length % 2

/** The offer that the player to move may accept, as whoever made it sees it. */
function standing({ said }: NegotiationState): Offer | null {
  return offerOf(said.at(-1) ?? '')
}

/** Whether a player has what it would give for an offer of its own. */
const owns = (goods: readonly number[], offer: Offer) => goods.every((amount, i) => amount + offer[i]! >= 0)

const reversed = (offer: Offer) => offer.map((amount) => 0 - amount)

function canAccept(state: NegotiationState): boolean {
  const offer = standing(state)
  const player = toMove(state)
  return (
    offer !== null && owns(state.stocks[player]!, reversed(offer)) && owns(state.stocks[1 - player]!, offer)
  )
}

/** Whether the player to move can say what is listed. */
function canSay(state: NegotiationState, action: number): boolean {
  if (action === DENY) return true
  if (action === ACCEPT) return canAccept(state)
  const offer = OFFERS[action]
  return offer != null && owns(state.stocks[toMove(state)]!, offer)
}

function say(state: NegotiationState, text: string): NegotiationState {
  const { stocks, values, said, gains } = state
  if (text !== 'accept') return { stocks, values, said: [...said, text], gains }
  const offer = standing(state)!
  const acceptor = toMove(state)
  const change = (player: number) => (player === acceptor ? reversed(offer) : offer)
  return {
    stocks: stocks.map((goods, player) => goods.map((amount, i) => amount + change(player)[i]!)),
    values,
    said: [...said, text],
    gains: gains.map((gain, player) =>
      change(player).reduce((sum, amount, i) => sum + amount * values[player]![i]!, gain),
    ),
  }
}

/** By resource: how much more a player has than at the start, and the least that it must have started with. */
function known({ said }: NegotiationState, player: number) {
  const change = RESOURCES.map(() => 0)
  const least = RESOURCES.map(() => PIECES[0] as number)
  for (const [turn, text] of said.entries()) {
    const accepted = text === 'accept' ? offerOf(said[turn - 1]!) : null
    const offer = accepted === null ? offerOf(text) : reversed(accepted)
    if (turn % 2 === player && offer !== null)
      offer.forEach((amount, i) => (least[i] = Math.max(least[i]!, -amount - change[i]!)))
    if (accepted === null) continue
    accepted.forEach((amount, i) => (change[i]! += turn % 2 === player ? -amount : amount))
  }
  return { change, least }
}

/** Deals the other player's goods and values anew, such that it could have said what it has said. */
function resample(state: NegotiationState, random: Random): NegotiationState {
  const other = 1 - toMove(state)
  const { change, least } = known(state, other)
  const within = (low: number, high: number) => low + random.int(high - low + 1)
  const values = RANGES.map(([low, high]) => within(low, high))
  const goods = RESOURCES.map((_, i) => within(least[i]!, PIECES[1]) + change[i]!)
  return {
    stocks: state.stocks.with(other, goods),
    values: state.values.with(other, values),
    said: state.said,
    gains: state.gains.with(
      other,
      change.reduce((sum, amount, i) => sum + amount * values[i]!, 0),
    ),
  }
}

/**
 * Two players trade five resources, of which each knows only its own goods and what they are worth to it.
 *
 * Chance deals 5 … 25 pieces of each resource and values within a fifth of 5, 10, 15, 25 and 40 (and within
 * 5 … 40). Answers are open: any trade that gives something the player has for something else, such as
 * 'offer: 3 sheep, 2 ore -> 5 brick'; listed are 'accept', 'deny' (which passes, if no offer stands) and swaps
 * of up to five pieces of one resource for up to five of another. A return is the sign of how much more a
 * player has gained, at its own values, than the other.
 *
 * The game is TextArena's SimpleNegotiation-v0 (L. Guertler et al., arXiv 2504.11442), with two of its defects
 * mended: whatever is answered to an offer closes it, where it stayed open after a rejection; and an offer
 * can be accepted only where both still have what they give, where only the acceptor's goods were looked
 * at. Other differences: `turns` is how many are played, where ten turns there are eleven; what an offer names
 * on both sides is set off, so that a player needs the net amount, there the gross one; and a turn holds one
 * answer, where it may both answer an offer and make one. Talk around an answer is not passed on.
 */
export const negotiation = defineGameFamily({
  name: 'negotiation',
  title: 'Negotiation over five resources',
  parameters: z.object({
    turns: z.int().min(2).max(30).default(10).describe('turns of both players together'),
  }),
  make({ turns }): GameRules<NegotiationState> {
    const isOver = ({ said }: NegotiationState) => said.length === turns
    const list = (numbers: readonly number[]) =>
      numbers.length === 0 ? 'none' : numbers.map((n, i) => COUNTED[i]![n]).join(' ')

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: turns,
        actions: ACTIONS,
        answers: 'open',
      },
      vocabulary: [
        'seat',
        ...SEATS,
        'have',
        'worth',
        ...RESOURCES,
        'left',
        'said',
        'none',
        'accept',
        'deny',
        'offer:',
        'and',
        '->',
        ...Array.from({ length: 2 * PIECES[1] + 1 }, (_, n) => `${n}`),
      ],
      rules:
        'Negotiation. Both players have some wheat, wood, sheep, brick and ore, and each piece is worth something ' +
        'to them; they know only their own goods and values. In turn they answer with an offer of what they give ' +
        "and what they want for it, such as 'offer: 2 wood and 1 ore -> 3 brick', with 'accept' for the offer " +
        "that the other has just made, or with 'deny'. An offer that is not accepted at once is off. Nobody can " +
        `give what it does not have. After ${turns} turns in all, the player whose goods have gained more in its ` +
        'own eyes wins; equal gains are a draw.',
      initial: () => ({ stocks: [[], []], values: [[], []], said: [], gains: [0, 0] }),
      actor: (state) => (nextDraw(state) !== null ? 'chance' : isOver(state) ? 'nobody' : toMove(state)),
      chance(state) {
        const draw = nextDraw(state)
        return draw === null ? [] : draw.outcomes
      },
      legal(state) {
        if (nextDraw(state) !== null || isOver(state)) return []
        return listAnswers(state.stocks[toMove(state)]!, canAccept(state))
      },
      read(state, text) {
        if (isOver(state)) return null
        const listed = actionOf(text)
        if (listed !== undefined) return canSay(state, listed) ? listed : null
        const word = readWord(text)
        if (word === 'deny') return DENY
        if (word === 'accept') return canAccept(state) ? ACCEPT : null
        const offer = offerOf(text)
        if (offer === null || !owns(state.stocks[toMove(state)]!, offer)) return null
        if (offer.some((amount) => amount > 2 * PIECES[1])) return null
        const written = offerText(offer, RESOURCES)
        return actionOf(written) ?? written
      },
      permits(state, action) {
        const draw = nextDraw(state)
        return draw === null
          ? !isOver(state) && canSay(state, action)
          : draw.outcomes.some((outcome) => outcome.action === action)
      },
      apply(state, action) {
        const draw = nextDraw(state)
        if (draw === null) return say(state, LABELS[action]!)
        const { stocks, values, said, gains } = state
        const deal = (hands: NegotiationState['stocks']) =>
          hands.with(draw.player, [...hands[draw.player]!, action])
        return draw.what === 'stocks'
          ? { stocks: deal(stocks), values, said, gains }
          : { stocks, values: deal(values), said, gains }
      },
      applyText: say,
      returns({ gains: [first, second] }) {
        const sign = Math.sign(first! - second!)
        return sign === 0 ? [0, 0] : [sign, -sign]
      },
      label: (_state, action) => LABELS[action]!,
      observation({ stocks, values, said }, player) {
        const own = ['seat', SEATS[player], 'have', list(stocks[player]!), 'worth', list(values[player]!)]
        return [...own, 'left', turns - said.length, 'said', said.join(' ') || 'none'].join(' ')
      },
      simulate: () => new NegotiationSimulator(turns),
      resample,
    }
  },
})

export default negotiation
