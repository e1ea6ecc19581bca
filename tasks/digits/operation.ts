import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { z } from 'zod'
import { formulaWords, UNREADABLE, verdict, wordsOf } from '../words/answer.ts'
import { countDigits, DIGITS, digitsOf, drawNumber, readNumber, spellNumber } from './number.ts'

/** Two whole numbers ≥ 0. */
export type Operands = { readonly first: number; readonly second: number }

/** What one of the operations on two numbers has of its own. */
interface Operation {
  readonly name: string
  readonly title: string
  readonly symbol: '+' | '-' | '*'
  /** 'Add the second number to the first.' */
  readonly rules: string
  /** How the steps are written, in prose. */
  readonly steps: string
  /** The words of the steps, beside digits, '=' and the symbol. */
  readonly words: readonly string[]
  /** The most digits of an operand. */
  readonly most: number
  /** The most words of a result, and of the steps to it. */
  readonly lengths: { readonly result: number; readonly work: number }
  result(first: number, second: number): number
  /** Writes the steps to the result. */
  work(first: number, second: number): string
}

const parameters = z.object({
  scratchpad: z.boolean().default(false).describe('whether the steps are written before the answer'),
  order: z
    .enum(['forward', 'reversed'])
    .default('forward')
    .describe('forward: the most significant digit first; reversed: the least, in numbers and answer'),
})

/** Makes the task of calculating with two numbers, digit by digit. */
export function defineOperation(operation: Operation) {
  const { name, title, symbol, most, lengths } = operation
  const dial = (number: string) => ({
    min: 1,
    max: most,
    kind: 'whole' as const,
    default: 2,
    description: `digits of the ${number} number`,
  })
  return defineTaskFamily({
    name,
    title,
    parameters,
    make: ({ scratchpad, order }): TaskRules<Operands, 'first' | 'second'> => ({
      rules:
        `${operation.rules} Every digit is a word of its own, ` +
        `the ${order === 'forward' ? 'most' : 'least'} significant first, without needless zeros. ` +
        (scratchpad ? `First come the steps: ${operation.steps}; then 'answer' and the number.` : ''),
      dials: { first: dial('first'), second: dial('second') },
      vocabulary: [...DIGITS, symbol, '=', ...(scratchpad ? [...operation.words, 'answer'] : [])],
      maxWords: lengths.result + (scratchpad ? lengths.work + 1 : 0),
      generate: ({ first, second }, random) => ({
        first: drawNumber(first, random),
        second: drawNumber(second, random),
      }),
      difficulty: ({ first, second }) => ({ first: countDigits(first), second: countDigits(second) }),
      prompt: ({ first, second }) => `${spellNumber(first, order)} ${symbol} ${spellNumber(second, order)} =`,
      solve({ first, second }) {
        const result = spellNumber(operation.result(first, second), order)
        return scratchpad ? `${operation.work(first, second)} answer ${result}` : result
      },
      verify({ first, second }, answer) {
        const number = readNumber(formulaWords(answer), order)
        return number === null ? UNREADABLE : verdict(number === operation.result(first, second))
      },
      parse(prompt) {
        const words = wordsOf(prompt)
        const middle = words.indexOf(symbol)
        if (middle < 0 || words.at(-1) !== '=') return null
        const [first, second] = [words.slice(0, middle), words.slice(middle + 1, -1)].map((operand) =>
          operand.length > most ? null : readNumber(operand, order),
        ) as [number | null, number | null]
        return first === null || second === null || first < 0 || second < 0 ? null : { first, second }
      },
    }),
  })
}

/** The digits of two numbers side by side, least significant first, zeros before the shorter. */
export function columnsOf(first: number, second: number): [number, number][] {
  const [a, b] = [digitsOf(first), digitsOf(second)]
  return Array.from({ length: Math.max(a.length, b.length) }, (_, place) => [a[place] ?? 0, b[place] ?? 0])
}
