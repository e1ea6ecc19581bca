import type { Random } from 'coevo/core'

export const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** Whether the most or the least significant digit is written first; a sign stands before either. */
export type Order = 'forward' | 'reversed'

/** The longest number that is read as one, in digits: all such are exact. */
const LONGEST = 15

/** Draws a number uniform among those of so many digits; of one digit are 0 to 9. digits: 1 … 9. */
export function drawNumber(digits: number, random: Random): number {
  const least = digits === 1 ? 0 : 10 ** (digits - 1)
  return least + random.int(10 ** digits - least)
}

/** Counts the digits of a whole number, without its sign. */
export function countDigits(value: number): number {
  return `${Math.abs(value)}`.length
}

/** The digits of a whole number ≥ 0, the least significant first. */
export function digitsOf(value: number): number[] {
  return Array.from(`${value}`, Number).toReversed()
}

/** Writes a whole number with every digit a word: '- 1 2', or '- 2 1' reversed. */
export function spellNumber(value: number, order: Order = 'forward'): string {
  const digits = digitsOf(Math.abs(value))
  return [...(value < 0 ? ['-'] : []), ...(order === 'reversed' ? digits : digits.toReversed())].join(' ')
}

/** Reads words as a whole number of at most 15 digits without leading zeros; null where they are none. */
export function readNumber(words: readonly string[], order: Order = 'forward'): number | null {
  const isNegative = words[0] === '-'
  const digits = isNegative ? words.slice(1) : words
  if (digits.length > LONGEST || !digits.every((word) => /^\d$/.test(word))) return null
  const text = (order === 'reversed' ? digits.toReversed() : digits).join('')
  if (!/^(0|[1-9]\d*)$/.test(text) || (isNegative && text === '0')) return null
  return isNegative ? -Number(text) : Number(text)
}
