import { columnsOf, defineOperation } from './digits/operation.ts'

const MOST = 9

/**
 * Subtracts a number from another, each of 1 to 9 digits: '3 4 - 1 9 =' is answered '1 5', and '1 9 - 3 4 =' is
 * answered '- 1 5'.
 *
 * The dials `first` and `second` are the numbers' digits. With `scratchpad` the answer goes column by column, the
 * smaller number from the larger, and what is borrowed is taken away in the column after it:
 * '4 - 9 = 5 borrow 1 3 - 1 = 1 borrow 0 answer 1 5'. With `order: 'reversed'` digits are written the least
 * significant first, after the sign.
 *
 * Sources: as for addition.
 */
export const subtraction = defineOperation({
  name: 'subtraction',
  title: 'Subtraction',
  symbol: '-',
  rules: "Subtract the second number from the first. A negative result has the word '-' before it.",
  steps:
    'column by column from the least significant, the smaller number taken from the larger, the digits of both, ' +
    "'=', the digit of the difference, 'borrow' and what is taken away in the next column",
  words: ['borrow'],
  most: MOST,
  lengths: { result: MOST + 1, work: 7 * MOST },
  result: (first, second) => first - second,
  work(first, second) {
    let borrow = 0
    const steps = columnsOf(Math.max(first, second), Math.min(first, second)).map(([a, b]) => {
      const difference = a - b - borrow
      borrow = difference < 0 ? 1 : 0
      return `${a} - ${b} = ${difference + 10 * borrow} borrow ${borrow}`
    })
    return steps.join(' ')
  },
})
