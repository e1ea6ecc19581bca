import { bucket } from './batch.ts'
import type { Pack } from './pack.ts'

/** What one graph may hold. */
export interface GraphLimits {
  /** Sequences × length, padding included. */
  readonly tokens: number
  /** Targets × vocabulary. */
  readonly logits: number
}

/** Sequences and the targets that point into them. */
export type Part = Pick<Pack, 'sequences' | 'targets'>

/**
 * Cuts a pack into parts that a graph can hold; their losses add up to that of the whole.
 *
 * A pack that fits stays whole. Otherwise sequences of about the same length go together, the short ones
 * first, so that little is padded. A single sequence is never cut.
 */
export function parts(pack: Part, vocabularySize: number, limits: GraphLimits): Part[] {
  const { sequences, targets } = pack
  const counts = Array<number>(sequences.length).fill(0)
  for (const { sequence } of targets) counts[sequence]!++
  const fits = (members: readonly number[]) =>
    bucket(members.length) * bucket(Math.max(...members.map((i) => sequences[i]!.length))) <= limits.tokens &&
    bucket(members.reduce((sum, i) => sum + counts[i]!, 0)) * vocabularySize <= limits.logits
  const all = [...sequences.keys()]
  if (fits(all)) return [pack]
  const groups: number[][] = []
  let current: number[] = []
  for (const i of all.toSorted((a, b) => sequences[a]!.length - sequences[b]!.length || a - b)) {
    const longer =
      current.length > 0 && bucket(sequences[i]!.length) !== bucket(sequences[current[0]!]!.length)
    if (current.length > 0 && (longer || !fits([...current, i]))) {
      groups.push(current)
      current = []
    }
    current.push(i)
  }
  return [...groups, current].map((members) => part(pack, members))
}

function part({ sequences, targets }: Part, members: readonly number[]): Part {
  const places = new Map(members.map((sequence, place) => [sequence, place]))
  return {
    sequences: members.map((i) => sequences[i]!),
    targets: targets.flatMap((target) => {
      const sequence = places.get(target.sequence)
      return sequence === undefined ? [] : [{ ...target, sequence }]
    }),
  }
}
