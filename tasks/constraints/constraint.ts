/** The words that a sentence may hold. */
export const COLOURS = ['red', 'green', 'blue', 'white', 'black', 'brown', 'grey', 'pink'] as const
export type Colour = (typeof COLOURS)[number]

/** The most words of a sentence. */
export const LONGEST = 8

/** What must hold of a sentence: a kind, then the words and numbers that it is about. */
export type Constraint =
  | readonly ['include' | 'avoid' | 'first' | 'last', Colour]
  | readonly ['words', number]
  | readonly ['times', Colour, number]
  | readonly ['before', Colour, Colour]
  | readonly ['different']

export const CONSTRAINT_KINDS = [
  'include',
  'avoid',
  'first',
  'last',
  'words',
  'times',
  'before',
  'different',
] as const

export const isColour = (word: string | undefined): word is Colour =>
  COLOURS.some((colour) => colour === word)

/** Whether a sentence keeps a constraint. */
export function holds(constraint: Constraint, sentence: readonly Colour[]): boolean {
  const [kind, about] = constraint
  switch (kind) {
    case 'include':
      return sentence.includes(about)
    case 'avoid':
      return !sentence.includes(about)
    case 'first':
      return sentence[0] === about
    case 'last':
      return sentence.at(-1) === about
    case 'words':
      return sentence.length === about
    case 'times':
      return countOf(about, sentence) === constraint[2]
    case 'before': {
      const [first, second] = [sentence.indexOf(about), sentence.indexOf(constraint[2])]
      return first >= 0 && second > first
    }
    case 'different':
      return new Set(sentence).size === sentence.length
  }
}

export const countOf = (colour: Colour, sentence: readonly Colour[]) =>
  sentence.filter((word) => word === colour).length

/** Whether a sentence breaks a constraint, and does so however it goes on. */
export function isLost(constraint: Constraint, sentence: readonly Colour[]): boolean {
  const [kind, about] = constraint
  switch (kind) {
    case 'avoid':
    case 'first':
    case 'different':
      return !holds(constraint, sentence)
    case 'times':
      return countOf(about, sentence) > constraint[2]
    case 'words':
      return sentence.length > about
    case 'before':
      return !sentence.includes(about) && sentence.includes(constraint[2])
    case 'include':
    case 'last':
      return false
  }
}

/** The share of the constraints that a sentence keeps. */
export function heldShare(constraints: readonly Constraint[], sentence: readonly Colour[]): number {
  return constraints.filter((constraint) => holds(constraint, sentence)).length / constraints.length
}

/** Writes a constraint: 'times red 2'. */
export const spellConstraint = (constraint: Constraint): string => constraint.join(' ')

/** Reads words as a constraint; null where they are none. */
export function readConstraint(words: readonly string[]): Constraint | null {
  const [kind, first, second] = words
  const number = /^[1-8]$/.test(words.at(-1) ?? '') ? Number(words.at(-1)) : null
  if (words.length === 1) return kind === 'different' ? [kind] : null
  if (words.length === 2 && kind === 'words') return number === null ? null : [kind, number]
  if (!isColour(first)) return null
  if (words.length === 2)
    return kind === 'include' || kind === 'avoid' || kind === 'first' || kind === 'last'
      ? [kind, first]
      : null
  if (words.length !== 3) return null
  if (kind === 'times') return number === null ? null : [kind, first, number]
  return kind === 'before' && isColour(second) && first !== second ? [kind, first, second] : null
}
