import { someOf, type Formula } from '../formula/formula.ts'
import { sizeOf, plus, type Complex } from './complex.ts'
import { abs, ONE, PLACES } from './fixed.ts'
import { evaluate, hasValue } from './evaluate.ts'
import { pointsFor } from './points.ts'
import { isEqual } from './rational.ts'
import { approximate, isRational, type Value } from './value.ts'

/** The work that one comparison may take, in pairs of words of 64 bits multiplied. */
const WORK = 2_000_000

/** How many points must have told that two expressions agree. */
const LEAST_POINTS = 3

/** Rounding: relative to the larger value, and absolute for what is zero. */
const RELATIVE = 150n
const ABSOLUTE = 1n << (PLACES - 200n)

/**
 * Tells whether two expressions have the same value wherever the right one has a real value; null where nothing can be
 * said. Exact where all is rational; elsewhere to 45 digits of the larger value.
 *
 * The one that is given may have values where the right one has none: a fraction that is cancelled does. Where the
 * right one has no real values, or speaks of i, both are compared as complex numbers.
 */
export function sameValue(right: Formula, given: Formula): boolean | null {
  const isComplex = someOf(right, (part) => part === 'i')
  const told = compareAt(right, given, !isComplex)
  return told === null && !isComplex ? compareAt(right, given, false) : told
}

function compareAt(right: Formula, given: Formula, isReal: boolean): boolean | null {
  const work = { left: WORK }
  const isConstant = hasValue(right) && hasValue(given)
  let seen = 0
  for (const point of pointsFor(right, given)) {
    const expected = evaluate(right, { point, isReal, work })
    if (expected === null) {
      if (isConstant || work.left < 0) return null
      continue
    }
    const value = evaluate(given, { point, isReal: false, work })
    if (value === null) return seen === 0 && isConstant ? null : false
    if (!areClose(expected, value)) return false
    seen++
    if (isConstant) return true
  }
  return seen >= LEAST_POINTS ? true : null
}

function areClose(a: Value, b: Value): boolean {
  if (isRational(a) && isRational(b)) return isEqual(a, b)
  const [x, y] = [near(a), near(b)]
  if (x === null || y === null) return false
  const apart = sizeOf(plus(x, { re: -y.re, im: -y.im }))
  const larger = sizeOf(x) > sizeOf(y) ? sizeOf(x) : sizeOf(y)
  return apart <= (larger >> RELATIVE) + ABSOLUTE
}

function near(value: Value): Complex | null {
  if (isRational(value) && abs(value.top) / value.bottom > ONE ** 3n) return null
  return approximate(value)
}
