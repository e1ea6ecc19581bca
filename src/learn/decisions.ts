import type { Turn } from './experience.ts'

/** Returns the places in a turn's completion whose token was chosen among several: what is trained. */
export function openPlaces({ completion, allowed }: Turn): number[] {
  return [...completion.keys()].filter((index) => allowed[index]?.length !== 1)
}

/** Returns the shortest sequence from which all of a turn's open places can be read. */
export function contextOf({ prompt, completion }: Turn, open: readonly number[]): number[] {
  return [...prompt, ...completion.slice(0, open.at(-1) ?? 0)]
}

/**
 * Finds the contexts that begin no other one, in lexicographic order, and for each context, in the order given,
 * the place of a sequence that begins with it.
 */
export function distinctSequences(contexts: readonly (readonly number[])[]) {
  const keys = contexts.map((context) => context.join(' '))
  const unique = new Map(contexts.map((context, i) => [keys[i]!, context]))
  const sorted = [...unique].toSorted(([, a], [, b]) => lexicographic(a, b))
  const sequences: (readonly number[])[] = []
  const places = new Map<string, number>()
  // What begins with a context follows it at once in this order, so one look ahead suffices.
  for (const [key, context] of sorted.toReversed()) {
    const longer = sequences.at(-1)
    if (longer === undefined || !context.every((token, i) => token === longer[i])) sequences.push(context)
    places.set(key, sequences.length - 1)
  }
  return { sequences, places: keys.map((key) => places.get(key)!) }
}

function lexicographic(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}
