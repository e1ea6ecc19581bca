import { abs, angle, exp, ln, ONE, over, sinCos, sqrt, times } from './fixed.ts'

/** A complex number by its parts to 256 binary places. */
export interface Complex {
  readonly re: bigint
  readonly im: bigint
}

/** Exponents beyond this give numbers that are not calculated with. */
const MOST_EXPONENT = 700n * ONE

export const I: Complex = { re: 0n, im: ONE }
export const real = (re: bigint): Complex => ({ re, im: 0n })

export const plus = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im })

export const product = (a: Complex, b: Complex): Complex => ({
  re: times(a.re, b.re) - times(a.im, b.im),
  im: times(a.re, b.im) + times(a.im, b.re),
})

/** Null for a division by zero. */
export function quotient(a: Complex, b: Complex): Complex | null {
  if (b.im === 0n) return b.re === 0n ? null : { re: over(a.re, b.re), im: over(a.im, b.re) }
  const size = times(b.re, b.re) + times(b.im, b.im)
  if (size === 0n) return null
  const { re, im } = product(a, { re: b.re, im: -b.im })
  return { re: over(re, size), im: over(im, size) }
}

export const sizeOf = ({ re, im }: Complex) => (im === 0n ? abs(re) : sqrt(times(re, re) + times(im, im)))

/** The principal logarithm; null at zero. */
export function logarithm(a: Complex): Complex | null {
  const size = sizeOf(a)
  return size === 0n ? null : { re: ln(size), im: angle(a.re, a.im) }
}

export function exponential({ re, im }: Complex): Complex | null {
  if (abs(re) > MOST_EXPONENT) return null
  const size = exp(re)
  // What is too small cannot be told from nothing.
  if (size >> 76n === 0n) return null
  if (im === 0n) return real(size)
  const [sin, cos] = sinCos(im)
  return { re: times(size, cos), im: times(size, sin) }
}

/** The principal square root. */
export function squareRoot(a: Complex): Complex {
  if (a.im === 0n) return a.re >= 0n ? real(sqrt(a.re)) : { re: 0n, im: sqrt(-a.re) }
  const re = sqrt((sizeOf(a) + a.re) / 2n)
  const im = sqrt((sizeOf(a) - a.re) / 2n)
  return { re, im: a.im < 0n ? -im : im }
}

/** Sine and cosine; null where they are too large. */
export function sineCosine({ re, im }: Complex): readonly [sin: Complex, cos: Complex] | null {
  if (abs(re) >> 64n > ONE) return null
  const [sin, cos] = sinCos(re)
  if (im === 0n) return [real(sin), real(cos)]
  if (abs(im) > MOST_EXPONENT) return null
  const [grow, shrink] = [exp(im), exp(-im)]
  const [cosh, sinh] = [(grow + shrink) / 2n, (grow - shrink) / 2n]
  return [
    { re: times(sin, cosh), im: times(cos, sinh) },
    { re: times(cos, cosh), im: -times(sin, sinh) },
  ]
}
