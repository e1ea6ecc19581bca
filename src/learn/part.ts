import { bucket } from './batch.ts'
import type { Pair, Part, Segment } from './pack.ts'

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
  const room = () => new Room(sequences, counts, vocabularySize, limits)
  const all = [...sequences.keys()]
  if (room().holds(all)) return [pack]
  if (segments !== undefined && pairs !== undefined) return pairParts(pack, segments, pairs, room)
  const groups = together(
    all.map((i) => [i]),
    (i) => sequences[i]!.length,
    room,
  )
  if (segments === undefined) return groups.map((members) => sequencesOf(pack, members))
  return groups.map((members) => {
    const inside = new Set(members)
    return segmentsOf(
      pack,
      members,
      segments.filter(({ first }) => inside.has(targets[first]!.sequence)),
    )
  })
}

function pairParts(
  pack: Part,
  segments: readonly Segment[],
  pairs: readonly Pair[],
  room: () => Room,
): Part[] {
  const { sequences, targets } = pack
  const read = pairs.map(({ winner, loser }) =>
    [segments[winner]!, segments[loser]!]
      .filter(({ count }) => count > 0)
      .map(({ first }) => targets[first]!.sequence),
  )
  // By buckets, so that the pairs of a prompt, which share turns, stay beside one another.
  const length = (i: number) => bucket(Math.max(...read[i]!.map((sequence) => sequences[sequence]!.length)))
  return together(read, length, room).map((places) => {
    const kept = [...new Set(places.flatMap((i) => [pairs[i]!.winner, pairs[i]!.loser]))]
    const moved = new Map(kept.map((segment, place) => [segment, place]))
    const part = segmentsOf(
      pack,
      [...new Set(places.flatMap((i) => read[i]!))],
      kept.map((i) => segments[i]!),
    )
    const own = places.map((i) => {
      const { winner, loser, weight } = pairs[i]!
      return { winner: moved.get(winner)!, loser: moved.get(loser)!, weight }
    })
    return { ...part, pairs: own }
  })
}

/** Puts items of about the same length together as long as there is room; read: the sequences that each needs. */
function together(
  read: readonly (readonly number[])[],
  lengthOf: (item: number) => number,
  makeRoom: () => Room,
): number[][] {
  const groups: number[][] = []
  let current: number[] = []
  let room = makeRoom()
  for (const i of [...read.keys()].toSorted((a, b) => lengthOf(a) - lengthOf(b) || a - b)) {
    const longer = current.length > 0 && bucket(lengthOf(i)) !== bucket(lengthOf(current[0]!))
    if (current.length > 0 && (longer || !room.holds(read[i]!))) {
      groups.push(current)
      current = []
      room = makeRoom()
    }
    room.add(read[i]!)
    current.push(i)
  }
  return [...groups, current]
}

/** What a graph can still take beside the sequences that are in it. */
class Room {
  readonly #sequences: readonly (readonly number[])[]
  readonly #counts: readonly number[]
  readonly #vocabularySize: number
  readonly #limits: GraphLimits
  readonly #members = new Set<number>()
  #longest = 0
  #targets = 0

  /** counts: how many targets each sequence has. */
  constructor(
    sequences: readonly (readonly number[])[],
    counts: readonly number[],
    vocabularySize: number,
    limits: GraphLimits,
  ) {
    this.#sequences = sequences
    this.#counts = counts
    this.#vocabularySize = vocabularySize
    this.#limits = limits
  }

  holds(more: readonly number[]): boolean {
    const { members, longest, targets } = this.#with(this.#new(more))
    return (
      bucket(members) * bucket(longest) <= this.#limits.tokens &&
      bucket(targets) * this.#vocabularySize <= this.#limits.logits
    )
  }

  add(more: readonly number[]): void {
    const added = this.#new(more)
    const { longest, targets } = this.#with(added)
    for (const i of added) this.#members.add(i)
    this.#longest = longest
    this.#targets = targets
  }

  #new(more: readonly number[]): number[] {
    return [...new Set(more)].filter((i) => !this.#members.has(i))
  }

  #with(added: readonly number[]) {
    let [longest, targets] = [this.#longest, this.#targets]
    for (const i of added) {
      longest = Math.max(longest, this.#sequences[i]!.length)
      targets += this.#counts[i]!
    }
    return { members: this.#members.size + added.length, longest, targets }
  }
}

function sequencesOf({ sequences, targets, values }: Part, members: readonly number[]): Part {
  const move = mover(members)
  return {
    sequences: members.map((i) => sequences[i]!),
    targets: targets.flatMap(move),
    ...(values && { values: values.flatMap(move) }),
  }
}

function segmentsOf(
  { sequences, targets, values }: Part,
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
    ...(values && { values: values.flatMap(move) }),
  }
}

/** Moves what is in a sequence to the sequence's new place, or drops it where that is left out. */
function mover(members: readonly number[]) {
  const places = new Map(members.map((sequence, place) => [sequence, place]))
  return <Row extends { readonly sequence: number }>(row: Row): Row[] => {
    const sequence = places.get(row.sequence)
    return sequence === undefined ? [] : [{ ...row, sequence }]
  }
}
