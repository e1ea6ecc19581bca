/** Who meets whom: two agents by number, the lower first. */
export type Pairing = readonly [a: number, b: number]

/** Two agents' matches of one round, over all games and both orders of seats. */
export interface Encounter {
  readonly round: number
  readonly pairing: Pairing
  /** The share of the points that the first agent took: 1 for winning every match, ½ for an even score. */
  readonly score: number
}

/** Says who meets in a round, given how earlier rounds ended. Agents are numbered in the order they came. */
export type PairingRule = (agents: number, round: number, past: readonly Encounter[]) => readonly Pairing[]

const pairing = (a: number, b: number): Pairing => (a < b ? [a, b] : [b, a])

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Everybody meets everybody in every round. */
export const roundRobin: PairingRule = (agents) =>
  range(agents).flatMap((b) => range(b).map((a) => pairing(a, b)))

/** The first agent meets all others in every round. */
export const gauntlet: PairingRule = (agents) =>
  range(agents)
    .slice(1)
    .map((other) => pairing(0, other))

/**
 * Neighbours on a ladder meet, from its top or one rung below in turn; whoever beats the one above takes
 * that rung. The first agent begins at the top.
 */
export const ladder: PairingRule = (agents, round, past) => {
  const rungs = ladderOrder(agents, round, past)
  const pairings: Pairing[] = []
  for (let rung = firstRung(agents, round); rung + 1 < agents; rung += 2)
    pairings.push(pairing(rungs[rung]!, rungs[rung + 1]!))
  return pairings
}

/** Returns the agents of a ladder from top to bottom before a round. */
export function ladderOrder(agents: number, round: number, past: readonly Encounter[]): number[] {
  const rungs = range(agents)
  const scores = new Map(past.map((encounter) => [key(encounter.round, encounter.pairing), encounter.score]))
  for (let r = 0; r < round; r++)
    for (let rung = firstRung(agents, r); rung + 1 < agents; rung += 2) {
      const [above, below] = [rungs[rung]!, rungs[rung + 1]!]
      const score = scores.get(key(r, pairing(above, below)))
      if (score === undefined || (above < below ? score : 1 - score) >= 0.5) continue
      rungs[rung] = below
      rungs[rung + 1] = above
    }
  return rungs
}

function firstRung(agents: number, round: number): number {
  return agents > 2 ? round % 2 : 0
}

function key(round: number, [a, b]: Pairing): string {
  return `${round} ${a} ${b}`
}

/** How many steps a search for a Swiss round without rematches may take. */
const PATIENCE = 10_000

/**
 * Agents of like scores meet, and nobody meets anybody more often than need be. Of an odd number one
 * sits out, which counts as a win: of those who did so least, the one with the lowest score.
 */
export const swiss: PairingRule = (agents, round, past) => {
  const scores = range(agents).map(() => 0)
  const byes = range(agents).map(() => round)
  const meetings = new Map<string, number>()
  for (const { pairing: met, score } of past) {
    const [a, b] = met
    scores[a]! += score
    scores[b]! += 1 - score
    byes[a]!--
    byes[b]!--
    meetings.set(met.join(), (meetings.get(met.join()) ?? 0) + 1)
  }
  const points = scores.map((score, agent) => score + byes[agent]!)
  const ranked = range(agents).toSorted((a, b) => points[b]! - points[a]! || a - b)
  if (agents % 2 === 1) {
    const least = Math.min(...byes)
    ranked.splice(
      ranked.findLastIndex((agent) => byes[agent] === least),
      1,
    )
  }
  const met = (a: number, b: number) => meetings.get(pairing(a, b).join()) ?? 0
  for (let most = 0; ; most++) {
    const found = pairUp(ranked, (a, b) => met(a, b) <= most)
    if (found !== null) return found
  }
}

/** Pairs the ranked agents from the top, each with the next that may be met; null where that cannot be found. */
function pairUp(ranked: readonly number[], may: (a: number, b: number) => boolean): Pairing[] | null {
  let steps = 0
  const search = (left: readonly number[]): Pairing[] | null => {
    const [top, ...others] = left
    if (top === undefined) return []
    for (const other of others) {
      if (steps++ > PATIENCE) return null
      if (!may(top, other)) continue
      const rest = search(others.filter((agent) => agent !== other))
      if (rest !== null) return [pairing(top, other), ...rest]
    }
    return null
  }
  return search(ranked)
}

/** The formats of a tournament by name. */
export const formats = { 'round-robin': roundRobin, swiss, ladder, gauntlet } as const satisfies Readonly<
  Record<string, PairingRule>
>

/** The name of a format. */
export type Format = keyof typeof formats

/** True for a format whose pairings do not depend on results, so that agents may join it later. */
export function isOpen(format: Format): boolean {
  return format === 'round-robin' || format === 'gauntlet'
}
