import { columnsOf, defineOperation } from './digits/operation.ts'

const MOST = 9

/**
 * Adds two numbers, each of 1 to 9 digits: '3 4 + 1 9 =' is answered '5 3'.
 *
 * The dials `first` and `second` are the numbers' digits. With `scratchpad` the answer goes column by column, from
 * the least significant, and a carry is added in the column after it:
 * '4 + 9 = 3 carry 1 3 + 1 = 5 carry 0 answer 5 3'. With `order: 'reversed'`, which small transformers learn
 * far sooner, it reads '4 3 + 9 1 =' and '3 5'.
 *
 * Sources: T. Matiisen et al., "Teacher–Student Curriculum Learning" (arXiv 1707.00183) for the task by digits;
 * M. Nye et al., "Show Your Work: Scratchpads for Intermediate Computation" (arXiv 2112.00114); N. Lee et al.,
 * "Teaching Arithmetic to Small Transformers" (arXiv 2307.03381) for the order.
 *
 * @example addition.with({ scratchpad: true, order: 'reversed' })
 */
export const addition = defineOperation({
  name: 'addition',
  title: 'Addition',
  symbol: '+',
  rules: 'Add two numbers.',
  steps:
    "column by column from the least significant, the two digits, '=', the digit of the sum, 'carry' and what is " +
    'added in the next column',
  words: ['carry'],
  most: MOST,
  lengths: { result: MOST + 1, work: 7 * MOST },
  result: (first, second) => first + second,
  work(first, second) {
    let carry = 0
    const steps = columnsOf(first, second).map(([a, b]) => {
      const sum = a + b + carry
      carry = sum > 9 ? 1 : 0
      return `${a} + ${b} = ${sum % 10} carry ${carry}`
    })
    return steps.join(' ')
  },
})
