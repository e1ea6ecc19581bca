import {
  exponential,
  logarithm,
  product,
  quotient,
  real,
  sizeOf,
  squareRoot,
  type Complex,
} from './complex.ts'
import { abs, ONE, PLACES } from './fixed.ts'
import { bitsOf, exactRoot, isWhole, negate, power, rational } from './rational.ts'
import {
  approximate,
  isRational,
  isReal,
  must,
  NOTHING,
  NoValue,
  series,
  spend,
  type EvaluateOptions,
  type Value,
} from './value.ts'

/** The largest degree of a root. */
const MOST_DEGREE = 64n

/** The root of a value; an odd one of a negative number is negative. */
export function root(value: Value, degree: bigint, options: EvaluateOptions): Value {
  if (degree < 2n || degree > MOST_DEGREE) throw new NoValue()
  if (isRational(value)) {
    const isNegative = value.top < 0n
    const exact =
      isNegative && degree % 2n === 0n ? null : exactRoot(isNegative ? negate(value) : value, Number(degree))
    if (exact !== null) return isNegative ? negate(exact) : exact
  }
  return fractional(approximate(value), 1n, degree, options)
}

/** A value to the power of top/bottom. */
function fractional(base: Complex, top: bigint, bottom: bigint, options: EvaluateOptions): Complex {
  if (isReal(base) && base.re < -NOTHING) {
    if (bottom % 2n === 1n) {
      const size = fractional(real(-base.re), top, bottom, options)
      return top % 2n === 0n ? size : { re: -size.re, im: -size.im }
    }
    if (options.isReal) throw new NoValue()
  }
  if (top === 1n && bottom === 2n) return squareRoot(isReal(base) ? real(base.re) : base)
  if (abs(base.re) <= NOTHING && abs(base.im) <= NOTHING) {
    if (top <= 0n) throw new NoValue()
    return real(0n)
  }
  const exponent = real((top << PLACES) / bottom)
  return series(options, () => exponential(product(must(logarithm(base)), exponent)))
}

/** A power. */
export function raise(base: Value, exponent: Value, options: EvaluateOptions): Value {
  if (isRational(exponent)) {
    if (isWhole(exponent)) return wholePower(base, exponent.top / exponent.bottom, options)
    const reduced = must(rational(exponent.top, exponent.bottom))
    if (isRational(base) && base.top >= 0n && reduced.bottom <= MOST_DEGREE) {
      const exact = exactRoot(base, Number(reduced.bottom))
      if (exact !== null) return must(power(exact, reduced.top))
    }
    return fractional(approximate(base), reduced.top, reduced.bottom, options)
  }
  const [a, b] = [approximate(base), approximate(exponent)]
  if (options.isReal && isReal(a) && a.re < 0n) throw new NoValue()
  return series(options, () => exponential(product(must(logarithm(a)), b)))
}

function wholePower(base: Value, exponent: bigint, options: EvaluateOptions): Value {
  if (isRational(base)) {
    const bits = Math.max(bitsOf(base.top), bitsOf(base.bottom)) * Number(abs(exponent))
    if (bits < 1e6) options.work.left -= (bits / 64) ** 2
    if (options.work.left < 0) throw new NoValue()
    return must(power(base, exponent))
  }
  if (abs(exponent) > 4096n) {
    if (isReal(base) && base.re < 0n && options.isReal) throw new NoValue()
    return series(options, () => exponential(product(must(logarithm(base)), real(exponent << PLACES))))
  }
  let [result, square] = [real(ONE), base]
  for (let left = abs(exponent); left > 0n; left >>= 1n) {
    if (left & 1n) result = product(result, square)
    square = product(square, square)
    if (sizeOf(square) >> (PLACES + 4096n) > 0n) throw new NoValue()
    spend([result, square], options)
  }
  const value = exponent < 0n ? must(quotient(real(ONE), result)) : result
  // What is too small cannot be told from nothing.
  if (sizeOf(value) <= NOTHING && sizeOf(base) > NOTHING) throw new NoValue()
  return value
}

/** A logarithm; without a base, the natural one. */
export function logarithmOf(value: Value, base: Value | null, options: EvaluateOptions): Complex {
  const a = approximate(value)
  if (options.isReal && (!isReal(a) || a.re <= 0n)) throw new NoValue()
  return series(options, () => {
    const log = must(logarithm(a))
    return base === null ? log : quotient(log, must(logarithm(approximate(base))))
  })
}
