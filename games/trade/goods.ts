import { offerText, readOffer, type Offer } from './offer.ts'

/** What is traded in the game of five resources. */
export const RESOURCES = ['wheat', 'wood', 'sheep', 'brick', 'ore']
const BASES = [5, 10, 15, 25, 40]

/** How many pieces of a resource a player is dealt. */
export const PIECES = [5, 25] as const

/** A resource's base value and a fifth of it up or down, within 5 … 40. */
export const RANGES = BASES.map((base) => {
  const fifth = Math.trunc(base / 5)
  return [Math.max(base - fifth, 5), Math.min(base + fifth, 40)] as const
})

export const ACCEPT = 0
export const DENY = 1

/** Listed offers swap 1 … 5 pieces of one resource for 1 … 5 of another. */
export const LISTED = 5
const OTHERS = RESOURCES.length - 1
/** How many listed offers give one resource for a certain other. */
export const BLOCK = LISTED * LISTED
export const ACTIONS = 2 + RESOURCES.length * OTHERS * BLOCK

/** By action: the offer; nothing for the others. In order of what is given, for what, how much for how much. */
export const OFFERS: readonly (Offer | null)[] = Array.from({ length: ACTIONS }, (_, action) => {
  if (action <= DENY) return null
  const code = action - 2
  const pair = Math.floor(code / BLOCK)
  const given = Math.floor(pair / OTHERS)
  const other = pair % OTHERS
  const offer = RESOURCES.map(() => 0)
  offer[given] = -1 - (Math.floor(code / LISTED) % LISTED)
  offer[other < given ? other : other + 1] = 1 + (code % LISTED)
  return offer
})

export const LABELS: readonly string[] = OFFERS.map((offer, action) =>
  offer === null ? ['accept', 'deny'][action]! : offerText(offer, RESOURCES),
)

const ACTION_OF = new Map(LABELS.map((label, action) => [label, action]))

/** Finds the action with this label. */
export const actionOf = (label: string) => ACTION_OF.get(label)

/** Reads an offer, which is quick for one that is listed. */
export function offerOf(text: string): Offer | null {
  const action = ACTION_OF.get(text)
  return action === undefined ? readOffer(text, RESOURCES) : OFFERS[action]!
}

/** By resource given and how many pieces of it there are, up to five: the listed offers. */
const GIVING = RESOURCES.map((_, given) =>
  Array.from({ length: LISTED + 1 }, (_, pieces) =>
    LABELS.flatMap((_, action) => {
      const amount = OFFERS[action]?.[given] ?? 0
      return amount < 0 && -amount <= pieces ? [action] : []
    }),
  ),
)

/** Lists of answers that were needed, by what decides them, as far as memory allows. */
const lists = new Map<number, readonly number[]>()
const LISTS = 4096

/** Lists what a player with these goods can answer, sorted; most lists are needed again and again. */
export function listAnswers(goods: readonly number[], canAccept: boolean): readonly number[] {
  let key = Number(canAccept)
  for (const pieces of goods) key = key * (LISTED + 1) + Math.min(pieces, LISTED)
  let list = lists.get(key)
  if (list === undefined) {
    if (lists.size >= LISTS) lists.clear()
    const offers = goods.map((pieces, given) => GIVING[given]![Math.min(pieces, LISTED)]!)
    lists.set(key, (list = [canAccept ? [ACCEPT, DENY] : [DENY], ...offers].flat()))
  }
  return list
}
