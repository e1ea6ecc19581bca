import { unwrap } from '../../core/index.ts'
import { compound, hasHead, type Formula } from './formula/formula.ts'
import { readAnswer, withoutBold } from './read.ts'
import { isValue } from './same.ts'

/** How much of a text is looked through for a number, from its end, in UTF-16 units. */
const LIMIT = 256

const WHOLE = String.raw`\d{1,3}(?:,\d{3})+|\d+`

/** A number inside a sentence, as long as it goes. */
const INSIDE = new RegExp(
  String.raw`(?<![\w.,])-?\s?(?:\d+\s+\d+\s*/\s*\d+|(?:${WHOLE})\s*/\s*\d+|(?:${WHOLE})(?:\.\d+)?|\.\d+)(?:\s*%)?(?![\w/]|[.,]\d)`,
  'g',
)

/** A sentence has words, and no more of LaTeX than dollar signs. */
const WORDS = /(?<![\\a-zA-Z])[a-zA-Z]{2,}/

/** Signs that make a number a part of a formula where they stand before or behind it; and a choice of numbers. */
const JOINED_BEFORE = /(?:[+*/^×·÷_\\({[]|\d\s*[-−])\s*$/
const JOINED_BEHIND = /^\s*(?:[+*/^×·÷_\\({[!]|[-−]\s*\d)/
const CHOICE = /\d[\d.,]*%?\S*\s+(?:\w+\s+)?or\s+(?:\w+\s+)?[$€£]?\s*$/i

/** Words before a number that make it a bound, a part of what is meant, or no answer: 'less than 5', 'half of 5', 'isn't 5'. */
const BOUND =
  /(?:\b(?:than|not|least|most|half|except|never|without|twice|double|triple|roots?|squares?|cubes?|between|over|under|above|below|(?:any|every|no)(?:thing|body|one) but)\b|n['’]t\b)[^.,;\d]{0,16}$/i

/** Reads a number, exactly where it is rational: '42', '1,234.50', '3/4', '2 1/2', '2^{10}', '\sqrt{16}', '50%', '6 cm'. */
export function readNumber(answer: string): Formula | null {
  const formula = readAnswer(answer)
  if (formula === null) return null
  const value = hasHead(formula, 'Equal') ? formula.parts.at(-1)! : formula
  return isValue(value) ? formula : null
}

/**
 * Reads the last number that stands in a sentence: 'She has 3 apples and 5 pears.' Null where it belongs to a formula; a
 * list, which is no number, where it is one of a choice: 'perhaps 5 or 6'.
 *
 * @param only whether there must be no other number
 */
export function numberInProse(text: string, only: boolean): Formula | null {
  const tail = withoutBold(unwrap(text)).slice(-LIMIT)
  if (!WORDS.test(tail)) return null
  const found = [...tail.matchAll(INSIDE)]
  const last = found.at(-1)
  if (last === undefined || (only && found.length > 1)) return null
  const [before, behind] = [tail.slice(0, last.index), tail.slice(last.index + last[0].length)]
  if (JOINED_BEFORE.test(before.slice(-8)) || JOINED_BEHIND.test(behind.slice(0, 8))) return null
  if (BOUND.test(before.slice(-48))) return null
  const number = readNumber(last[0])
  return number !== null && CHOICE.test(before.slice(-48)) ? compound('List', number, number) : number
}
