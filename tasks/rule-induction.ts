import type { Random } from 'coevo/core'
import { defineTask } from 'coevo/task'
import { differencesOf, valueAt } from './digits/differences.ts'
import { DIGITS, readNumber, spellNumber } from './digits/number.ts'
import { formulaWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** The first values of a function, and the number of which its value is asked. */
export type Values = { readonly values: readonly number[]; readonly asked: number }

const MOST_DEGREE = 3
const MOST_SIZE = 9
const MOST_AHEAD = 4
/** Values that are shown: one more than a polynomial of the highest degree needs. */
const SHOWN = MOST_DEGREE + 2

function difficultyOf({ values, asked }: Values) {
  const differences = differencesOf(values)
  return {
    degree: differences.length - 1,
    size: Math.max(...differences.map(Math.abs)),
    ahead: asked - SHOWN,
  }
}

/** Draws differences of at most a size, one of them of exactly that size, the last not 0. */
function drawDifferences(degree: number, size: number, random: Random): number[] {
  const full = random.int(degree + 1)
  return Array.from({ length: degree + 1 }, (_, k) => {
    if (k === full) return random.int(2) === 0 ? size : -size
    const value = random.int(2 * size + 1) - size
    return k === degree && value === 0 ? 1 : value
  })
}

/**
 * Finds the rule behind the first five values of a function and applies it to a larger number:
 * 'f 1 = 3 , f 2 = 5 , f 3 = 7 , f 4 = 9 , f 5 = 1 1 , f 7 =' is answered '1 5'.
 *
 * The rule is the polynomial of lowest degree with these values, which at least one of them confirms. The dials:
 * its `degree`, the `size` of the largest of its differences at 1 (for a line, its first value and its
 * slope), and how far `ahead` of the last value shown is asked.
 */
export const ruleInduction = defineTask<Values, 'degree' | 'size' | 'ahead'>({
  name: 'rule-induction',
  title: 'Rule induction',
  rules:
    'The first values of a function of whole numbers are given. Find the polynomial of the lowest degree that has ' +
    "these values, and write its value at the last number. Every digit is a word of its own; '-' stands before a " +
    'negative number.',
  dials: {
    degree: { min: 1, max: MOST_DEGREE, kind: 'whole', default: 1, description: 'degree of the polynomial' },
    size: {
      min: 1,
      max: MOST_SIZE,
      kind: 'whole',
      default: 5,
      description: 'largest difference at 1, without sign',
    },
    ahead: {
      min: 1,
      max: MOST_AHEAD,
      kind: 'whole',
      default: 1,
      description: 'how far from the last value shown',
    },
  },
  vocabulary: [...DIGITS, 'f', '=', ',', '-'],
  // At most 9 (1 + 8 + 28 + 56), at 9.
  maxWords: 4,
  generate({ degree, size, ahead }, random) {
    const differences = drawDifferences(degree, size, random)
    return {
      values: Array.from({ length: SHOWN }, (_, i) => valueAt(differences, i + 1)),
      asked: SHOWN + ahead,
    }
  },
  difficulty: difficultyOf,
  prompt: ({ values, asked }) =>
    [...values.map((value, i) => `f ${i + 1} = ${spellNumber(value)}`), `f ${asked} =`].join(' , '),
  solve: ({ values, asked }) => spellNumber(valueAt(differencesOf(values), asked)),
  verify({ values, asked }, answer) {
    const value = readNumber(formulaWords(answer))
    return value === null ? UNREADABLE : verdict(value === valueAt(differencesOf(values), asked))
  },
  parse(prompt) {
    const parts = splitWords(wordsOf(prompt), ',')
    const question = parts.pop()!.join(' ')
    const values = parts.map((words, i) =>
      words.slice(0, 3).join(' ') === `f ${i + 1} =` ? readNumber(words.slice(3)) : null,
    )
    const asked = Number(/^f (\d) =$/.exec(question)?.[1] ?? 0)
    if (values.length !== SHOWN || asked <= SHOWN || asked > SHOWN + MOST_AHEAD) return null
    if (!values.every((value) => value !== null)) return null
    const { degree, size } = difficultyOf({ values, asked })
    return degree < 1 || degree > MOST_DEGREE || size > MOST_SIZE ? null : { values, asked }
  },
})
