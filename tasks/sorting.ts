import { defineTask } from 'coevo/task'
import { DIGITS } from './digits/number.ts'
import { prefixShare } from './steps/prefix.ts'
import { listWords, UNREADABLE, wordsOf } from './words/answer.ts'

/** The digits to sort. */
export type Unsorted = { readonly digits: readonly number[] }

const LONGEST = 16

/** Reads words as digits, or null where one is none. */
const readDigits = (words: readonly string[]) =>
  words.every((word) => /^\d$/.test(word)) ? words.map(Number) : null

const sorted = (digits: readonly number[]) => digits.toSorted((a, b) => a - b)

/**
 * Sorts 2 to 16 digits, the least first: 'sort 3 1 2 1 =' is answered '1 1 2 3'.
 *
 * The dial `length` says how many there are. The score is the share of the answer that is right from its
 * beginning on, as in `procedures`.
 */
export const sorting = defineTask<Unsorted, 'length'>({
  name: 'sorting',
  title: 'Sorting',
  rules: 'Sort the digits, the least first. Write every one of them, with single spaces between.',
  dials: {
    length: { min: 2, max: LONGEST, kind: 'whole', default: 4, description: 'how many digits are sorted' },
  },
  vocabulary: ['sort', '=', ...DIGITS],
  maxWords: LONGEST,
  generate: ({ length }, random) => ({ digits: Array.from({ length }, () => random.int(10)) }),
  difficulty: ({ digits }) => ({ length: digits.length }),
  prompt: ({ digits }) => `sort ${digits.join(' ')} =`,
  solve: ({ digits }) => sorted(digits).join(' '),
  verify({ digits }, answer) {
    const words = listWords(answer)
    if (words.length === 0 || readDigits(words) === null) return UNREADABLE
    return { score: prefixShare(sorted(digits).map(String), words), readable: true }
  },
  parse(prompt) {
    const words = wordsOf(prompt)
    if (words[0] !== 'sort' || words.at(-1) !== '=') return null
    const digits = readDigits(words.slice(1, -1))
    return digits === null || digits.length < 2 || digits.length > LONGEST ? null : { digits }
  },
})
