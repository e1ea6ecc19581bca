/** A rational number; the denominator is positive, both need not be in lowest terms. */
export interface Rational {
  readonly top: bigint
  readonly bottom: bigint
}

/** The most bits of a numerator or a denominator that is calculated with. */
const MOST_BITS = 65_536

/** Up to here a fraction is brought to lowest terms; beyond, that takes longer than it saves. */
const REDUCED_BITS = 2048

/** How many bits a number has, rounded up to a multiple of four. */
export const bitsOf = (n: bigint) => 4 * (n < 0n ? -n : n).toString(16).length

/** Makes a rational number; null where it is none or too long. */
export function rational(top: bigint, bottom = 1n): Rational | null {
  if (bottom === 0n) return null
  const [a, b] = bottom < 0n ? [-top, -bottom] : [top, bottom]
  if (b === 1n) return bitsOf(a) > MOST_BITS ? null : { top: a, bottom: 1n }
  const bits = Math.max(bitsOf(a), bitsOf(b))
  if (bits > MOST_BITS) return null
  if (bits > REDUCED_BITS) return { top: a, bottom: b }
  const common = gcd(a < 0n ? -a : a, b)
  return { top: a / common, bottom: b / common }
}

export const whole = (n: number | bigint): Rational => ({ top: BigInt(n), bottom: 1n })

export const isWhole = ({ top, bottom }: Rational) => top % bottom === 0n

export const add = (a: Rational, b: Rational) =>
  rational(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)

export const multiply = (a: Rational, b: Rational) => rational(a.top * b.top, a.bottom * b.bottom)

export const divide = (a: Rational, b: Rational) => rational(a.top * b.bottom, a.bottom * b.top)

export const negate = ({ top, bottom }: Rational): Rational => ({ top: -top, bottom })

export const isEqual = (a: Rational, b: Rational) => a.top * b.bottom === b.top * a.bottom

/** A power with a whole exponent; null for 0⁰, for a division by 0, and for what is too long. */
export function power(base: Rational, exponent: bigint): Rational | null {
  if (base.top === 0n) return exponent > 0n ? whole(0) : null
  const size = exponent < 0n ? -exponent : exponent
  if (size > BigInt(MOST_BITS)) return isUnit(base) ? whole(size % 2n === 0n ? 1 : base.top) : null
  if (Number(size) * Math.max(bitsOf(base.top), bitsOf(base.bottom)) > 2 * MOST_BITS && !isUnit(base))
    return null
  const [top, bottom] = [base.top ** size, base.bottom ** size]
  return exponent < 0n ? rational(bottom, top) : rational(top, bottom)
}

const isUnit = ({ top, bottom }: Rational) => bottom === 1n && (top === 1n || top === -1n)

/** The root of a number ≥ 0 where it is rational; null elsewhere. degree: 2 … */
export function exactRoot({ top, bottom }: Rational, degree: number): Rational | null {
  if (top < 0n || Math.max(bitsOf(top), bitsOf(bottom)) > REDUCED_BITS) return null
  const common = gcd(top, bottom)
  const [a, b] = [wholeRoot(top / common, degree), wholeRoot(bottom / common, degree)]
  return a === null || b === null ? null : rational(a, b)
}

/** The whole root of a whole number ≥ 0 where there is one. */
function wholeRoot(n: bigint, degree: number): bigint | null {
  const root = floorRoot(n, degree)
  return root ** BigInt(degree) === n ? root : null
}

/** The largest whole number whose power is at most n ≥ 0 (Newton's method from above). */
export function floorRoot(n: bigint, degree: number): bigint {
  if (n < 2n) return n
  const k = BigInt(degree)
  let root = 1n << BigInt(Math.ceil(bitsOf(n) / degree))
  for (;;) {
    const next = ((k - 1n) * root + n / root ** (k - 1n)) / k
    if (next >= root) return root
    root = next
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
