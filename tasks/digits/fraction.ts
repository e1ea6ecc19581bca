import { readNumber, spellNumber } from './number.ts'

/** A rational number in lowest terms, its denominator positive: exact at any size. */
export interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

/** Makes a fraction in lowest terms; null where the bottom is 0. */
export function fraction(top: bigint | number, bottom: bigint | number = 1): Fraction | null {
  let [a, b] = [BigInt(top), BigInt(bottom)]
  if (b === 0n) return null
  if (b < 0n) [a, b] = [-a, -b]
  const divisor = greatestDivisor(a < 0n ? -a : a, b)
  return { top: a / divisor, bottom: b / divisor }
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}

/** '- 1 . 5' */
function readDecimal(before: readonly string[], decimals: readonly string[]): Fraction | null {
  const isNegative = before[0] === '-'
  const whole = readNumber(isNegative ? before.slice(1) : before)
  if (whole === null || decimals.length === 0 || decimals.length > 15) return null
  if (!decimals.every((word) => /^\d$/.test(word))) return null
  const scale = 10n ** BigInt(decimals.length)
  const size = BigInt(whole) * scale + BigInt(decimals.join(''))
  return fraction(isNegative ? -size : size, scale)
}

export const isEqual = (a: Fraction, b: Fraction) => a.top === b.top && a.bottom === b.bottom

/** Writes a fraction, its digits as words: '- 1 2 / 5', or '7' for a whole number. */
export function spellFraction({ top, bottom }: Fraction): string {
  const whole = spellNumber(Number(top))
  return bottom === 1n ? whole : `${whole} / ${spellNumber(Number(bottom))}`
}

/** Reads words as a whole number, a fraction, in lowest terms or not, or a decimal; null where they are none. */
export function readFraction(words: readonly string[]): Fraction | null {
  const point = words.indexOf('.')
  if (point >= 0) return readDecimal(words.slice(0, point), words.slice(point + 1))
  const bar = words.indexOf('/')
  const top = readNumber(bar < 0 ? words : words.slice(0, bar))
  const bottom = bar < 0 ? 1 : readNumber(words.slice(bar + 1))
  return top === null || bottom === null ? null : fraction(top, bottom)
}
