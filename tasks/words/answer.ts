import { finalAnswer, type Verdict } from 'coevo/task'

/** How much of a prompt is read, in UTF-16 units: none is longer. */
const LIMIT = 4096

/**
 * Parts a prompt into words: runs of letters in lower case, and every other character by itself, so that
 * 'x=-12' is read as 'x = - 1 2' is. One that is too long to be a prompt has none.
 */
export function wordsOf(prompt: string): string[] {
  return prompt.length > LIMIT ? [] : split(prompt)
}

/**
 * The words of an answer: of what `finalAnswer` finds, those after the last 'answer', where there is one, without a
 * full stop at the end.
 */
export function finalWords(text: string): string[] {
  const words = split(finalAnswer(text))
  return words.slice(words.lastIndexOf('answer') + 1, words.at(-1) === '.' ? -1 : undefined)
}

const split = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\S/g) ?? []

/** Parts words at every separator: 'a , b c' at ',' is [a] and [b, c]. */
export function splitWords(words: readonly string[], separator: string): string[][] {
  const parts: string[][] = [[]]
  for (const word of words) {
    if (word === separator) parts.push([])
    else parts.at(-1)!.push(word)
  }
  return parts
}

/** What could not be read as an answer. */
export const UNREADABLE: Verdict = { score: 0, readable: false }

/** Says of what was read whether it is right. */
export const verdict = (right: boolean): Verdict => ({ score: right ? 1 : 0, readable: true })
