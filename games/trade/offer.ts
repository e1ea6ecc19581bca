/**
 * A trade by resource, as whoever offers it sees it: what it gets is positive, what it gives negative. It
 * gives something and gets something.
 */
export type Offer = readonly number[]

const LONGEST = 400

/** Writes an offer in words: 'offer: 1 sheep and 2 ore -> 5 brick'. */
export function offerText(offer: Offer, resources: readonly string[]): string {
  const list = (sign: 1 | -1) =>
    resources
      .flatMap((resource, i) => (offer[i]! * sign > 0 ? [`${offer[i]! * sign} ${resource}`] : []))
      .join(' and ')
  return `offer: ${list(-1)} -> ${list(1)}`
}

/**
 * Reads an offer as TextArena and SPIRAL have it written: 'offer: 3 sheep, 2 ore -> 5 brick and 2 sheep', in
 * lower case, perhaps without a space behind the colon, with 'I give' before it and a full stop behind.
 *
 * What stands on both sides is set off. Returns null for what is no offer, and for a gift.
 */
export function readOffer(text: string, resources: readonly string[]): Offer | null {
  const sides = /^offer(?:: ?| )(?:i (?:give|offer) )?([^>]+?) ?(?:->|→) ?([^>]+?)[.,!?]*$/.exec(
    text.slice(0, LONGEST),
  )
  if (sides === null) return null
  const offer = resources.map(() => 0)
  for (const [side, sign] of [
    [sides[1]!, -1],
    [sides[2]!, 1],
  ] as const)
    for (const item of side.split(/ ?, ?(?:and )?| and /)) {
      const [, amount, name] = /^(\d{1,4}) ([a-z]+?)s?$/.exec(item) ?? []
      const resource = resources.indexOf(name ?? '')
      if (resource < 0 || Number(amount) === 0) return null
      offer[resource]! += sign * Number(amount)
    }
  return offer.some((amount) => amount > 0) && offer.some((amount) => amount < 0) ? offer : null
}

/** Reads a short answer: 'accept', 'deny', with or without a full stop. */
export const readWord = (text: string) => text.replace(/[.,!?]+$/, '')
