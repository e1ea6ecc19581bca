import { defineTask } from 'coevo/task'
import { numbersOf, readExpression, valueOf } from './digits/expression.ts'
import { countDigits, DIGITS, drawNumber, readNumber, spellNumber } from './digits/number.ts'
import { makeTarget, reachTarget } from './digits/reach.ts'
import { formulaWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** Numbers, each of which may be used once, and what to make of them. */
export type Countdown = { readonly numbers: readonly number[]; readonly target: number }

const MOST_NUMBERS = 5
const MOST_DIGITS = 2
const MOST_TARGET = 999

/** Whether every number of the first list is in the second, as often as it is used. */
function isWithin(used: readonly number[], given: readonly number[]): boolean {
  const left = [...given]
  return used.every((number) => {
    const at = left.indexOf(number)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/**
 * Makes a target of some numbers by + - * / and brackets, each number used once at most:
 * 'make 8 4 of 3 , 2 5 , 7 , 4 =' may be answered '( 2 5 + 3 ) * ( 7 - 4 )'.
 *
 * Any expression of that value is right; every division must come out whole. The dial `numbers` says how many
 * there are; `digits`, how many digits the largest has. All numbers are needed to make a target, but a shorter
 * way may exist.
 *
 * Sources: the numbers round of the television game "Countdown"; J. Pan et al., TinyZero (2025), for its use in
 * reinforcement learning.
 */
export const countdown = defineTask<Countdown, 'numbers' | 'digits'>({
  name: 'countdown',
  title: 'Countdown',
  rules:
    'Write an arithmetic expression with the value of the target, using each of the numbers at most once, the ' +
    'operators + - * / and brackets. Every division must come out whole. Every digit, operator and bracket is a ' +
    'word of its own.',
  dials: {
    numbers: {
      min: 2,
      max: MOST_NUMBERS,
      kind: 'whole',
      default: 3,
      description: 'how many numbers there are',
    },
    digits: {
      min: 1,
      max: MOST_DIGITS,
      kind: 'whole',
      default: 1,
      description: 'digits of the largest number',
    },
  },
  vocabulary: [...DIGITS, 'make', 'of', ',', '=', '+', '-', '*', '/', '(', ')'],
  maxWords: MOST_NUMBERS * MOST_DIGITS + (MOST_NUMBERS - 1) + 2 * (MOST_NUMBERS - 2),
  generate({ numbers: count, digits }, random) {
    const largest = random.int(count)
    const numbers = Array.from({ length: count }, (_, i) =>
      i === largest ? Math.max(1, drawNumber(digits, random)) : 1 + random.int(10 ** digits - 1),
    )
    return { numbers, target: makeTarget(numbers, MOST_TARGET, random) }
  },
  difficulty: ({ numbers }) => ({ numbers: numbers.length, digits: countDigits(Math.max(...numbers)) }),
  prompt: ({ numbers, target }) =>
    `make ${spellNumber(target)} of ${numbers.map((number) => spellNumber(number)).join(' , ')} =`,
  solve: ({ numbers, target }) => reachTarget(numbers, target)!,
  verify({ numbers, target }, answer) {
    const [first, second, ...others] = splitWords(formulaWords(answer), '=')
    // '( 2 5 + 3 ) * 3 = 8 4' says its value, too; either side may come first.
    const isTurned = second !== undefined && readNumber(first!) !== null
    const [written, claimed] = isTurned ? [second, first] : [first!, second]
    const expression = readExpression(written)
    if (expression === null || others.length > 0) return UNREADABLE
    if (claimed !== undefined && readNumber(claimed) !== target) return verdict(false)
    return verdict(isWithin(numbersOf(expression), numbers) && valueOf(expression) === target)
  },
  parse(prompt) {
    const words = wordsOf(prompt)
    const of = words.indexOf('of')
    if (words[0] !== 'make' || of < 0 || words.at(-1) !== '=') return null
    const target = readNumber(words.slice(1, of))
    const numbers = splitWords(words.slice(of + 1, -1), ',').map((number) => readNumber(number) ?? 0)
    if (target === null || target > MOST_TARGET) return null
    if (numbers.length < 2 || numbers.length > MOST_NUMBERS) return null
    if (numbers.some((number) => number < 1 || number >= 10 ** MOST_DIGITS)) return null
    return reachTarget(numbers, target) === null ? null : { numbers, target }
  },
})
