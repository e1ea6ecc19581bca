import { bucket } from './batch.ts'
import type { Pair, Part, Segment, Target } from './pack.ts'

/** What one graph may hold. */
export interface GraphLimits {
  /** Sequences × length, padding included. */
  readonly tokens: number
  /** Targets × vocabulary. */
  readonly logits: number
}

/**
 * Cuts a pack into parts that a graph can hold; their losses add up to that of the whole.
 *
 * A pack that fits stays whole. Otherwise what is about as long goes together, the short first, so that little
 * is padded. A single sequence is never cut, and so no turn is; nor is a pair: a turn whose pairs are in several
 * parts is in all of them.
 */
export function parts(pack: Part, vocabularySize: number, limits: GraphLimits): Part[] {
  const { sequences, targets, segments, pairs } = pack
  const counts = Array<number>(sequences.length).fill(0)
  for (const { sequence } of targets) counts[sequence]!++
  const fits = (members: readonly number[]) =>
    bucket(members.length) * bucket(Math.max(...members.map((i) => sequences[i]!.length))) <= limits.tokens &&
    bucket(members.reduce((sum, i) => sum + counts[i]!, 0)) * vocabularySize <= limits.logits
  const all = [...sequences.keys()]
  if (fits(all)) return [pack]
  if (segments === undefined)
    return together(all, (i) => sequences[i]!.length, fits).map((members) => sequencesOf(pack, members))
  if (pairs === undefined)
    return together(all, (i) => sequences[i]!.length, fits).map((members) => {
      const inside = new Set(members)
      const kept = segments.filter(({ first }) => inside.has(targets[first]!.sequence))
      return segmentsOf(pack, members, kept)
    })
  return pairParts(pack, segments, pairs, fits)
}

function pairParts(
  pack: Part,
  segments: readonly Segment[],
  pairs: readonly Pair[],
  fits: (sequences: readonly number[]) => boolean,
): Part[] {
  const { sequences, targets } = pack
  const read = pairs.map(({ winner, loser }) =>
    [segments[winner]!, segments[loser]!]
      .filter(({ count }) => count > 0)
      .map(({ first }) => targets[first]!.sequence),
  )
  const union = (places: readonly number[]) => [...new Set(places.flatMap((i) => read[i]!))]
  // By buckets, so that the pairs of a prompt, which share turns, stay beside one another.
  const length = (i: number) => bucket(Math.max(...read[i]!.map((sequence) => sequences[sequence]!.length)))
  return together([...pairs.keys()], length, (places) => fits(union(places))).map((places) => {
    const kept = [...new Set(places.flatMap((i) => [pairs[i]!.winner, pairs[i]!.loser]))]
    const moved = new Map(kept.map((segment, place) => [segment, place]))
    const part = segmentsOf(
      pack,
      union(places),
      kept.map((i) => segments[i]!),
    )
    const own = places.map((i) => {
      const { winner, loser, weight } = pairs[i]!
      return { winner: moved.get(winner)!, loser: moved.get(loser)!, weight }
    })
    return { ...part, pairs: own }
  })
}

/** Puts items of about the same length together as long as they fit; one that does not fit is alone. */
function together(
  items: readonly number[],
  lengthOf: (item: number) => number,
  fits: (items: readonly number[]) => boolean,
): number[][] {
  const groups: number[][] = []
  let current: number[] = []
  for (const i of items.toSorted((a, b) => lengthOf(a) - lengthOf(b) || a - b)) {
    const longer = current.length > 0 && bucket(lengthOf(i)) !== bucket(lengthOf(current[0]!))
    if (current.length > 0 && (longer || !fits([...current, i]))) {
      groups.push(current)
      current = []
    }
    current.push(i)
  }
  return [...groups, current]
}

function sequencesOf({ sequences, targets }: Part, members: readonly number[]): Part {
  return { sequences: members.map((i) => sequences[i]!), targets: targets.flatMap(mover(members)) }
}

function segmentsOf(
  { sequences, targets }: Part,
  members: readonly number[],
  kept: readonly Segment[],
): Part {
  const move = mover(members)
  let next = 0
  const segments = kept.map((segment) => {
    const first = next
    next += segment.count
    return { ...segment, first }
  })
  return {
    sequences: members.map((i) => sequences[i]!),
    targets: kept.flatMap(({ first, count }) => targets.slice(first, first + count).flatMap(move)),
    segments,
  }
}

/** Moves a target to the new place of its sequence, or drops it where that is left out. */
function mover(members: readonly number[]) {
  const places = new Map(members.map((sequence, place) => [sequence, place]))
  return (target: Target): Target[] => {
    const sequence = places.get(target.sequence)
    return sequence === undefined ? [] : [{ ...target, sequence }]
  }
}
