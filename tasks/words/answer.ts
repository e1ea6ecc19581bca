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

/**
 * The words of an answer that is a number or an expression, written for people or in LaTeX: '1,012' without its comma,
 * '\\times' and '×' as '*', '\\frac{-3}{2}' as '- 3 / 2', brackets of any size as '('.
 */
export function formulaWords(text: string): string[] {
  const final = finalAnswer(text)
  return isPlain(final) ? finalWords(text) : finalWords(typed(final))
}

/** Words of a small model, one by one: what has a meaning only to people is not looked for among them. */
const isPlain = (text: string) => /^(?:[a-z]+|[!-~])(?: (?:[a-z]+|[!-~]))*$/.test(text)

const TYPED: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)(?:\{,\}|,\\!|,)(?=\d{3}(?!\d))/g, ''],
  [/\\(?:left|right)(?![a-z])/g, ''],
  [/\\(?:times|cdot|ast)(?![a-z])|[×·⋅∙]/g, '*'],
  [/\\div(?![a-z])|[÷∕⁄]/g, '/'],
  [/[−–]/g, '-'],
  [/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2'],
  [/\\[dt]?frac\s*(\d)\s*(\d)/g, '$1/$2'],
  [/\\[,;:! ]|\$/g, ' '],
]

const typed = (text: string) => TYPED.reduce((rest, [written, stands]) => rest.replace(written, stands), text)

/** What people part the words of a list with. */
const PARTING = new Set([',', ';', '[', ']', '(', ')', '|', '"', '>', '→', '-', '+'])

/**
 * The words of an answer that is a list, written for people: with commas, arrows or bars between, or in brackets. A
 * separator that stands by itself is a word, as a small model writes it.
 */
export function listWords(text: string): string[] {
  const final = finalAnswer(text)
  return isPlain(final) ? finalWords(text) : finalWords(text).filter((word) => !PARTING.has(word))
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
