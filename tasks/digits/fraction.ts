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

export const isEqual = (a: Fraction, b: Fraction) => a.top === b.top && a.bottom === b.bottom

/** Writes a fraction, its digits as words: '- 1 2 / 5', or '7' for a whole number. */
export function spellFraction({ top, bottom }: Fraction): string {
  const whole = spellNumber(Number(top))
  return bottom === 1n ? whole : `${whole} / ${spellNumber(Number(bottom))}`
}

/** Reads words as a whole number or as a fraction, in lowest terms or not; null where they are neither. */
export function readFraction(words: readonly string[]): Fraction | null {
  const bar = words.indexOf('/')
  const top = readNumber(bar < 0 ? words : words.slice(0, bar))
  const bottom = bar < 0 ? 1 : readNumber(words.slice(bar + 1))
  return top === null || bottom === null ? null : fraction(top, bottom)
}
