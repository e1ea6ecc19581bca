import { exponential, plus, product, quotient, real, sineCosine, sizeOf, type Complex } from './complex.ts'
import { abs, angle, arctan, ONE, over, PI, PLACES, sqrt, times } from './fixed.ts'
import { logarithmOf, raise, root } from './powers.ts'
import { add, divide, isWhole, multiply, negate, rational, whole, type Rational } from './rational.ts'
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

/** The largest number whose factorial is calculated. */
const MOST_FACTORS = 3000n

const fold =
  (exact: (a: Rational, b: Rational) => Rational | null, other: (a: Complex, b: Complex) => Complex | null) =>
  ([a, b]: readonly Value[]): Value =>
    isRational(a!) && isRational(b!) ? must(exact(a, b)) : must(other(approximate(a!), approximate(b!)))

/** What comes of values that are not nothing; null where it is too small to be told from nothing. */
function seen(result: Complex | null, ...from: readonly Complex[]): Complex | null {
  const isLost =
    result !== null && sizeOf(result) <= NOTHING && from.every((value) => sizeOf(value) > NOTHING)
  return isLost ? null : result
}

type Apply = (values: readonly Value[], options: EvaluateOptions) => Value

const difference = (a: Complex, b: Complex) => plus(a, { re: -b.re, im: -b.im })

/** How the value of a formula comes from those of its parts, by its head. */
export const HEADS: Readonly<Record<string, Apply>> = {
  Add: fold(add, plus),
  Subtract: fold((a, b) => add(a, negate(b)), difference),
  Multiply: fold(multiply, (a, b) => seen(product(a, b), a, b)),
  Divide: fold(divide, (a, b) => seen(quotient(a, b), a)),
  Negate: ([a]) => (isRational(a!) ? negate(a) : { re: -a!.re, im: -a!.im }),
  Percent: ([a]) => fold(divide, quotient)([a!, whole(100)]),
  Power: ([a, b], options) => raise(a!, b!, options),
  Sqrt: ([a], options) => root(a!, 2n, options),
  Root: ([a, degree], options) => root(a!, wholeOf(degree!), options),
  Abs: ([a]) => (isRational(a!) ? (a.top < 0n ? negate(a) : a) : real(sizeOf(a!))),
  Exp: ([a], options) => series(options, () => exponential(approximate(a!))),
  Ln: ([a, base], options) => logarithmOf(a!, base ?? null, options),
  Log: ([a, base], options) => logarithmOf(a!, base ?? whole(10), options),
  Sin: trigonometric(([sin]) => sin),
  Cos: trigonometric(([, cos]) => cos),
  Tan: trigonometric(([sin, cos]) => quotient(sin, cos)),
  Cot: trigonometric(([sin, cos]) => quotient(cos, sin)),
  Sec: trigonometric(([, cos]) => quotient(real(ONE), cos)),
  Csc: trigonometric(([sin]) => quotient(real(ONE), sin)),
  Arcsin: inverse((x) => angle(sqrt(ONE - times(x, x)), x)),
  Arccos: inverse((x) => angle(x, sqrt(ONE - times(x, x)))),
  Arctan: ([a], options) =>
    series(options, () => {
      const x = approximate(a!)
      return isReal(x) ? real(arctan(x.re)) : null
    }),
  Sinh: hyperbolic((grow, shrink) => (grow - shrink) / 2n),
  Cosh: hyperbolic((grow, shrink) => (grow + shrink) / 2n),
  Tanh: hyperbolic((grow, shrink) => over(grow - shrink, grow + shrink)),
  Degrees: ([a]) => product(approximate(a!), real(PI / 180n)),
  Factorial: ([a], options) => factorial(wholeOf(a!), options),
  Binomial: ([n, k], options) => binomial(wholeOf(n!), wholeOf(k!), options),
  Floor: ([a]) => rounded(a!, 0n),
  Ceil: ([a]) => rounded(a!, 1n),
  Max: ([first, ...others], options) =>
    others.reduce((most, each) => (isLess(most, each, options) ? each : most), first!),
  Min: ([first, ...others], options) =>
    others.reduce((least, each) => (isLess(each, least, options) ? each : least), first!),
  Gcd: (values) => whole(values.map(wholeOf).reduce(commonDivisor)),
  Lcm: (values) =>
    whole(values.map(wholeOf).reduce((a, b) => (a === 0n ? 0n : abs(a * b) / commonDivisor(a, b)))),
}

function trigonometric(of: (sinCos: readonly [Complex, Complex]) => Complex | null): Apply {
  return ([a], options) => series(options, () => of(must(sineCosine(approximate(a!)))))
}

function inverse(of: (x: bigint) => bigint): Apply {
  return ([a], options) =>
    series(options, () => {
      const x = approximate(a!)
      return isReal(x) && abs(x.re) <= ONE ? real(of(x.re)) : null
    })
}

function hyperbolic(of: (grow: bigint, shrink: bigint) => bigint): Apply {
  return ([a], options) =>
    series(options, () => {
      const x = approximate(a!)
      if (!isReal(x)) return null
      return real(of(must(exponential(x)).re, must(exponential(real(-x.re))).re))
    })
}

function wholeOf(value: Value): bigint {
  if (isRational(value) && isWhole(value)) return value.top / value.bottom
  throw new NoValue()
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? abs(a) : commonDivisor(b, a % b)
}

function rounded(value: Value, up: bigint): Rational {
  if (!isRational(value)) {
    // Next to a whole number rounding decides: such a value has none.
    const near = ((value.re % ONE) + ONE) % ONE
    if (!isReal(value) || near < NOTHING || ONE - near < NOTHING) throw new NoValue()
    return whole((value.re >> PLACES) + up)
  }
  const { top, bottom } = value
  const down = top / bottom - (top < 0n && top % bottom !== 0n ? 1n : 0n)
  return whole(top % bottom === 0n ? down : down + up)
}

function isLess(a: Value, b: Value, { isReal: mustBeReal }: EvaluateOptions): boolean {
  const [x, y] = [approximate(a), approximate(b)]
  if ((!isReal(x) || !isReal(y)) && mustBeReal) throw new NoValue()
  return isRational(a) && isRational(b) ? a.top * b.bottom < b.top * a.bottom : x.re < y.re
}

function factorial(n: bigint, options: EvaluateOptions): Rational {
  if (n < 0n || n > MOST_FACTORS) throw new NoValue()
  let result = 1n
  for (let i = 2n; i <= n; i++) result *= i
  spend([whole(result)], options)
  return must(rational(result))
}

function binomial(n: bigint, k: bigint, options: EvaluateOptions): Rational {
  if (k < 0n || k > MOST_FACTORS) throw new NoValue()
  let result = 1n
  for (let i = 1n; i <= k; i++) {
    result = (result * (n - k + i)) / i
    if (i % 64n === 0n) spend([whole(result)], options)
  }
  return must(rational(result))
}
