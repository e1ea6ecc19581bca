import { readNumber, spellNumber } from './number.ts'

/** A multiple of x or of 1. */
export type Term = { readonly times: number; readonly of: 'x' | '1' }

/** Adding 0 makes 0 of -0, which is no other number. */
export const term = (times: number, of: Term['of']): Term => ({ times: times + 0, of })

/** Adds up the terms of one kind. */
export function sum(terms: readonly Term[], of: Term['of']): number {
  return terms.filter((term) => term.of === of).reduce((total, { times }) => total + times, 0)
}

/** Writes a sum of terms: '- 3 x + 1 2 - 1 x'. */
export function spellSide(terms: readonly Term[]): string {
  return terms
    .map(({ times, of }, i) => {
      const sign = times < 0 ? '- ' : i === 0 ? '' : '+ '
      return `${sign}${spellNumber(Math.abs(times))}${of === 'x' ? ' x' : ''}`
    })
    .join(' ')
}

/** Reads words as a sum of terms, or null where they are none. */
export function readSide(words: readonly string[]): Term[] | null {
  const terms: Term[] = []
  for (let from = 0; from < words.length;) {
    const sign = words[from] === '-' ? -1 : 1
    const isSigned = words[from] === '-' || (words[from] === '+' && from > 0)
    // A term begins with its sign; only the first may do without.
    if (from > 0 && !isSigned) return null
    const start = from + (isSigned ? 1 : 0)
    const next = words.findIndex((word, i) => i >= start && (word === '+' || word === '-'))
    const end = next < 0 ? words.length : next
    const isOfX = words[end - 1] === 'x' && end > start
    const size = readNumber(words.slice(start, isOfX ? end - 1 : end))
    if (size === null || size < 0) return null
    terms.push(term(sign * size, isOfX ? 'x' : '1'))
    from = end
  }
  return terms.length === 0 ? null : terms
}
