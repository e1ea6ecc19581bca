import { digitsOf } from './digits/number.ts'
import { defineOperation } from './digits/operation.ts'

const MOST = 4

/**
 * Multiplies two numbers, each of 1 to 4 digits: '1 2 * 3 4 =' is answered '4 0 8'.
 *
 * The dials `first` and `second` are the numbers' digits. With `scratchpad` there is a row for each digit of the
 * second number, from the least significant: each digit of the first times it, plus the digit that the product so
 * far has in that place and the carry of the step before; what is carried last is the product's next digit:
 * '2 * 4 + 0 = 8 carry 0 1 * 4 + 0 = 4 carry 0 , 2 * 3 + 4 = 0 carry 1 1 * 3 + 0 = 4 carry 0 answer 4 0 8'. No
 * step needs more than one digit to be carried. With `order: 'reversed'` numbers are written the least
 * significant digit first.
 *
 * Source of the steps: D. E. Knuth, "The Art of Computer Programming", volume 2, 4.3.1, Algorithm M.
 */
export const multiplication = defineOperation({
  name: 'multiplication',
  title: 'Multiplication',
  symbol: '*',
  rules: 'Multiply two numbers.',
  steps:
    'for each digit of the second number, the least significant first, a row of each digit of the first times it ' +
    "plus the product's digit so far in that place, '=', the digit it becomes, 'carry' and what is carried to the " +
    "next step; rows are parted by ','",
  words: ['+', ',', 'carry'],
  most: MOST,
  lengths: { result: 2 * MOST, work: 9 * MOST * MOST + MOST - 1 },
  result: (first, second) => first * second,
  work(first, second) {
    const digits = digitsOf(first)
    const product: number[] = []
    const rows = digitsOf(second).map((b, place) => {
      let carry = 0
      const steps = digits.map((a, i) => {
        const before = product[place + i] ?? 0
        const sum = a * b + before + carry
        product[place + i] = sum % 10
        carry = Math.floor(sum / 10)
        return `${a} * ${b} + ${before} = ${sum % 10} carry ${carry}`
      })
      product[place + digits.length] = carry
      return steps.join(' ')
    })
    return rows.join(' , ')
  },
})
