import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { z } from 'zod'

/** Two numbers. */
export type Sum = readonly [number, number]

const DIGITS = '0123456789'.split('')
const MAX = 6

const spell = (n: number) => String(n).split('').join(' ')
const read = (text: string) => (/^\d( \d)*$/.test(text) ? Number(text.replaceAll(' ', '')) : null)

/** Adds two numbers of as many digits: what a user's task looks like. */
export const sums = defineTaskFamily({
  name: 'sums',
  title: 'Sums',
  parameters: z.object({
    check: z.boolean().default(false).describe('whether the parity of the sum is written before it'),
  }),
  make: ({ check }): TaskRules<Sum, 'digits'> => ({
    rules: `Add two numbers. Answer with the digits of the sum${check ? ' after its parity' : ''}.`,
    dials: {
      digits: { min: 1, max: MAX, kind: 'whole', default: 2, description: 'digits of the larger number' },
    },
    vocabulary: [...DIGITS, '+', ...(check ? ['even', 'odd'] : [])],
    maxWords: MAX + (check ? 2 : 1),
    generate({ digits }, random): Sum {
      const first = 10 ** (digits - 1)
      const larger = digits === 1 ? random.int(10) : first + random.int(9 * first)
      return random.int(2) === 0 ? [larger, random.int(larger + 1)] : [random.int(larger + 1), larger]
    },
    difficulty: ([a, b]) => ({ digits: String(Math.max(a, b)).length }),
    prompt: ([a, b]) => `${spell(a)} + ${spell(b)}`,
    solve: ([a, b]) => `${check ? ((a + b) % 2 === 0 ? 'even ' : 'odd ') : ''}${spell(a + b)}`,
    verify([a, b], answer) {
      const sum = read(check ? answer.replace(/^(even|odd) /, '') : answer)
      return { score: sum === a + b ? 1 : 0, readable: sum !== null }
    },
    parse(prompt) {
      const numbers = prompt.split(' + ').map(read)
      const [a, b] = numbers
      if (numbers.length !== 2 || a == null || b == null || Math.max(a, b) >= 10 ** MAX) return null
      return prompt === `${spell(a)} + ${spell(b)}` ? [a, b] : null
    },
  }),
})
