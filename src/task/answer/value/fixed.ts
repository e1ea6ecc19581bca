/**
 * Real numbers to 256 binary places, as whole multiples of 2⁻²⁵⁶: some 77 decimal places, of which the last few are
 * rounding. Elementary functions by their series (Abramowitz and Stegun 4.1, 4.2, 4.3, 4.4).
 */
export const PLACES = 256n
export const ONE = 1n << PLACES

export const times = (a: bigint, b: bigint) => (a * b) >> PLACES
export const over = (a: bigint, b: bigint) => (a << PLACES) / b
export const abs = (a: bigint) => (a < 0n ? -a : a)

/** The square root of a number ≥ 0 (Newton's method). */
export function sqrt(a: bigint): bigint {
  if (a <= 0n) return 0n
  const n = a << PLACES
  let root = 1n << BigInt(Math.ceil(n.toString(16).length / 2) * 4)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** x - x³/3 + x⁵/5 …, with the signs of arctan (-1) or of artanh (1). */
function oddSeries(x: bigint, sign: 1n | -1n): bigint {
  const square = sign * times(x, x)
  let [sum, power] = [0n, x]
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n
    power = times(power, square)
  }
  return sum
}

/** Machin's formula. */
export const PI = 4n * (4n * oddSeries(ONE / 5n, -1n) - oddSeries(ONE / 239n, -1n))
const LN2 = 2n * oddSeries(ONE / 3n, 1n)

/** e to the power of a; a below 700 in size. */
export function exp(a: bigint): bigint {
  const twos = (a + LN2 / 2n) / LN2 - (a + LN2 / 2n < 0n ? 1n : 0n)
  // A small remainder needs few terms; squaring it eight times costs eight of the last places.
  const rest = (a - twos * LN2) >> 8n
  let [sum, term] = [0n, ONE]
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term
    term = times(term, rest) / n
  }
  for (let i = 0; i < 8; i++) sum = times(sum, sum)
  return twos >= 0n ? sum << twos : sum >> -twos
}

/** The natural logarithm of a number > 0. */
export function ln(a: bigint): bigint {
  const twos = BigInt(a.toString(2).length) - 1n - PLACES
  const mantissa = twos >= 0n ? a >> twos : a << -twos
  return 2n * oddSeries(over(mantissa - ONE, mantissa + ONE), 1n) + twos * LN2
}

/** Sine and cosine of a number below 2³⁰⁰ or so in size. */
export function sinCos(a: bigint): readonly [sin: bigint, cos: bigint] {
  const rest = a % (2n * PI)
  const square = times(rest, rest)
  const series = (first: bigint, from: bigint) => {
    let [sum, term] = [0n, first]
    for (let n = from; term !== 0n && term !== -1n; n += 2n) {
      sum += term
      term = -times(term, square) / (n * (n + 1n))
    }
    return sum
  }
  return [series(rest, 2n), series(ONE, 1n)]
}

export function arctan(a: bigint): bigint {
  if (a < 0n) return -arctan(-a)
  if (a > ONE) return PI / 2n - arctan(over(ONE, a))
  let x = a
  for (let i = 0; i < 3; i++) x = over(x, ONE + sqrt(ONE + times(x, x)))
  return 8n * oddSeries(x, -1n)
}

/** The angle of a point, in (-π, π]. */
export function angle(x: bigint, y: bigint): bigint {
  if (x > 0n) return arctan(over(y, x))
  if (x < 0n) return arctan(over(y, x)) + (y < 0n ? -PI : PI)
  return y === 0n ? 0n : y > 0n ? PI / 2n : -PI / 2n
}
