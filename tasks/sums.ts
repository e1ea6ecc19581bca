import type { Random } from 'coevo/core'
import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { z } from 'zod'
import { countDigits, DIGITS, drawNumber, readNumber, spellNumber } from './digits/number.ts'
import { formulaWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** Whole numbers ≥ 0 that are added up. */
export type Sum = { readonly terms: readonly number[] }

const MOST_TERMS = 8
const MOST_DIGITS = 3
/** The digits of the largest sum: below 8 times a thousand. */
const LONGEST = 4

const total = (terms: readonly number[]) => terms.reduce((sum, term) => sum + term, 0)

/** Adds one number after the other: '3 + 8 = 1 1 + 5 = 1 6'. */
function work([first, ...others]: readonly number[]): string {
  let sum = first!
  const steps = others.map((term) => {
    sum += term
    return `+ ${spellNumber(term)} = ${spellNumber(sum)}`
  })
  return [spellNumber(first!), ...steps].join(' ')
}

/** The same sum with its numbers in an order drawn by chance: another way to the same answer. */
export function reordered({ terms }: Sum, random: Random): Sum {
  const keyed = terms.map((term) => ({ term, key: random.uniform() }))
  return { terms: keyed.toSorted((a, b) => a.key - b.key).map(({ term }) => term) }
}

/**
 * Adds several numbers: '3 + 8 + 5 =' is answered '1 6'.
 *
 * The dials are the number of `terms` and the `digits` of the largest. With `scratchpad` one is added after the
 * other, in any order: '8 + 5 = 1 3 + 3 = 1 6 answer 1 6'. There are as many ways to the answer as orders; the
 * solution goes from left to right, and only the answer is judged.
 */
export const sums = defineTaskFamily({
  name: 'sums',
  title: 'Sums of several numbers',
  parameters: z.object({
    scratchpad: z.boolean().default(false).describe('whether the steps are written before the answer'),
  }),
  make: ({ scratchpad }): TaskRules<Sum, 'terms' | 'digits'> => ({
    rules:
      'Add the numbers. Every digit is a word of its own. ' +
      (scratchpad
        ? "First add one number after the other, in any order, as '3 + 8 = 1 1 + 5 = 1 6'; then 'answer' and the number."
        : ''),
    dials: {
      terms: {
        min: 2,
        max: MOST_TERMS,
        kind: 'whole',
        default: 3,
        description: 'how many numbers are added',
      },
      digits: {
        min: 1,
        max: MOST_DIGITS,
        kind: 'whole',
        default: 1,
        description: 'digits of the largest number',
      },
    },
    vocabulary: [...DIGITS, '+', '=', ...(scratchpad ? ['answer'] : [])],
    maxWords: LONGEST + (scratchpad ? 1 + MOST_DIGITS + (MOST_TERMS - 1) * (MOST_DIGITS + LONGEST + 2) : 0),
    generate({ terms, digits }, random) {
      const largest = random.int(terms)
      return {
        terms: Array.from({ length: terms }, (_, i) =>
          i === largest ? drawNumber(digits, random) : random.int(10 ** digits),
        ),
      }
    },
    difficulty: ({ terms }) => ({ terms: terms.length, digits: countDigits(Math.max(...terms)) }),
    prompt: ({ terms }) => `${terms.map((term) => spellNumber(term)).join(' + ')} =`,
    solve({ terms }) {
      const answer = spellNumber(total(terms))
      return scratchpad ? `${work(terms)} answer ${answer}` : answer
    },
    verify({ terms }, answer) {
      const number = readNumber(formulaWords(answer))
      return number === null ? UNREADABLE : verdict(number === total(terms))
    },
    parse(prompt) {
      const words = wordsOf(prompt)
      if (words.at(-1) !== '=') return null
      const terms = splitWords(words.slice(0, -1), '+').map((term) =>
        term.length > MOST_DIGITS ? -1 : (readNumber(term) ?? -1),
      )
      const isSound = terms.length >= 2 && terms.length <= MOST_TERMS && terms.every((term) => term >= 0)
      return isSound ? { terms } : null
    },
  }),
})
