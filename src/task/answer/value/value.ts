import type { Complex } from './complex.ts'
import { real } from './complex.ts'
import { abs, PLACES } from './fixed.ts'
import { bitsOf, type Rational } from './rational.ts'

/** A value: exact where all that led to it is rational, otherwise to 256 binary places. */
export type Value = Rational | Complex

/** A value for every name. */
export type Point = (name: string) => Rational

export interface EvaluateOptions {
  readonly point: Point
  /** Whether a root or a logarithm that is not real has no value. */
  readonly isReal: boolean
  /** How many pairs of words of 64 bits may still be multiplied, in all. */
  readonly work: { left: number }
}

/** Thrown where a formula has no value, or none within bounds. */
export class NoValue extends Error {}

/** What a series costs, in pairs of words multiplied. */
const SERIES_WORK = 2000

/** What is nearer to zero than this is rounding. */
export const NOTHING = 1n << (PLACES - 180n)

export const isRational = (value: Value): value is Rational => 'top' in value

export const isReal = ({ im }: Complex) => abs(im) <= NOTHING

export function must<T>(value: T | null): T {
  if (value === null) throw new NoValue()
  return value
}

/** To 256 binary places. */
export function approximate(value: Value): Complex {
  if (!isRational(value)) return value
  if (bitsOf(value.top) - bitsOf(value.bottom) > 1024) throw new NoValue()
  return real((value.top << PLACES) / value.bottom)
}

/** Takes from the work that is left what an operation may cost. */
export function spend(values: readonly Value[], { work }: EvaluateOptions): void {
  let words = 1
  for (const value of values)
    words = isRational(value)
      ? Math.max(words, bitsOf(value.top) / 64, bitsOf(value.bottom) / 64)
      : Math.max(words, 8)
  work.left -= words * words
  if (work.left < 0) throw new NoValue()
}

/** Calculates something that takes a series. */
export function series(options: EvaluateOptions, calculate: () => Complex | null): Complex {
  options.work.left -= SERIES_WORK
  if (options.work.left < 0) throw new NoValue()
  return must(calculate())
}
