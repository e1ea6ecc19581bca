import { openPlaces } from './decisions.ts'
import type { Turn, WeightedPair, WeightedTurn } from './experience.ts'
import {
  addTo,
  begin,
  meansOf,
  placed,
  targetOf,
  totalsOf,
  valueRows,
  type Merged,
  type Pack,
  type Pair,
  type PlacedTurn,
  type Segment,
  type Target,
} from './pack.ts'

/**
 * Packs turns for a loss over whole turns: each is a segment of targets of its own.
 *
 * Equal turns become one for each sign of the advantage, with the total weight and the weighted mean advantage,
 * as `pack` does with tokens. Turns without a choice have no gradient and are no segments; their values are read.
 */
export function packTurns(turns: readonly WeightedTurn[]): Pack {
  const merged = new Map<string, { readonly turn: Turn } & Merged>()
  for (const source of turns) {
    const key = `${Math.sign(source.advantage)} ${turnKey(source.turn)}`
    const same = merged.get(key)
    if (same === undefined) merged.set(key, { turn: source.turn, ...begin(source) })
    else addTo(same, source)
  }
  // Each distinct turn is one of all turns, and is read where that is.
  const { sequences, turns: read } = placed(turns)
  const places = new Map(read.map((each) => [each.source.turn, each]))
  const kept = [...merged.values()].map(meansOf).flatMap((source): PlacedTurn<WeightedTurn>[] => {
    const { open, sequence } = places.get(source.turn) ?? { open: [], sequence: 0 }
    return open.length > 0 ? [{ source, open, sequence }] : []
  })
  return { sequences, ...segmented(kept), ...valueRows(read), ...totalsOf(turns), pairWeight: 0 }
}

/**
 * Packs pairs of turns: each different turn is a segment, however many pairs it is in.
 *
 * Equal pairs become one with their total weight. A turn without a choice keeps its place, as a segment of no
 * targets: its ln-probability is 0 under every policy. A pair of two such turns is left out.
 */
export function packPairs(pairs: readonly WeightedPair[]): Pack {
  const keys = new Map<Turn, string>()
  const places = new Map<string, number>()
  const turns: WeightedTurn[] = []
  const place = (turn: Turn) => {
    const key = keys.get(turn) ?? turnKey(turn)
    keys.set(turn, key)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, turns.length)
    return turns.push({ turn, advantage: 0, weight: 1 }) - 1
  }
  const merged = new Map<string, Pair>()
  for (const { winner, loser, weight } of pairs) {
    if (openPlaces(winner).length + openPlaces(loser).length === 0) continue
    const pair = { winner: place(winner), loser: place(loser) }
    const key = `${pair.winner} ${pair.loser}`
    merged.set(key, { ...pair, weight: weight + (merged.get(key)?.weight ?? 0) })
  }
  const { sequences, turns: deciding } = placed(turns)
  const bySource = new Map(deciding.map((each) => [each.source, each]))
  const kept = turns.map((source) => bySource.get(source) ?? { source, open: [], sequence: 0 })
  const distinct = [...merged.values()]
  return {
    sequences,
    ...segmented(kept),
    pairs: distinct,
    ...totalsOf(turns),
    pairWeight: distinct.reduce((sum, { weight }) => sum + weight, 0),
  }
}

/** Lays the targets of turns out one turn after the other. */
function segmented(turns: readonly PlacedTurn<WeightedTurn>[]) {
  const targets: Target[] = []
  const segments: Segment[] = []
  for (const { source, open, sequence } of turns) {
    const { turn, advantage, pull = 1, weight } = source
    const counts = { advantage, pull, weight }
    segments.push({ first: targets.length, count: open.length, ...counts })
    for (const index of open) targets.push({ ...targetOf(turn, index, sequence), ...counts })
  }
  return { targets, segments }
}

/** A key that two turns share when nothing in a loss tells them apart. */
function turnKey({ prompt, completion, logprobs, allowed }: Turn): string {
  return [
    prompt.join(' '),
    completion.join(' '),
    logprobs.join(' '),
    allowed.map((ids) => ids?.join(' ') ?? '*').join(','),
  ].join('|')
}
