import { stream } from '../../../core/index.ts'
import { isCompound, type Formula } from '../formula/formula.ts'
import { whole, type Rational } from './rational.ts'
import type { Point } from './value.ts'

/** Between these lie the sizes of the values, point by point: around one, near to zero, and ever further away. */
const SIZES = [
  [1, 3],
  [0.1, 1],
  [6, 20],
  [2, 6],
  [50, 200],
] as const

/** How many points two expressions are compared at; at the first of them all names are positive. */
const POINTS = 15
const POSITIVE = 5

/** Names that stand for whole numbers by custom, where a factorial or the like asks for one. */
const WHOLE_NAMES = /^[ijklmnN](?:_|$)/

/**
 * The points at which two expressions are compared: values drawn once and for all, exact, of either sign and of all
 * sizes. A name of which the right one takes the factorial, or that is an exponent of -1, is a whole number ≥ 1.
 */
export function pointsFor(right: Formula, given: Formula): readonly Point[] {
  const whole = new Set([
    ...wholeNames(right),
    ...[...wholeNames(given)].filter((name) => WHOLE_NAMES.test(name)),
  ])
  return Array.from({ length: POINTS }, (_, i) => (name: string) => valueAt(i, name, whole.has(name)))
}

const known = new Map<string, Rational>()

function valueAt(i: number, name: string, isWhole: boolean): Rational {
  const key = `${i} ${isWhole} ${name}`
  let value = known.get(key)
  if (value === undefined) {
    if (known.size > 4096) known.clear()
    known.set(key, (value = drawValue(i, name, isWhole)))
  }
  return value
}

function drawValue(i: number, name: string, isWhole: boolean): Rational {
  const random = stream('point of an expression', i, name)
  if (isWhole) return whole(1 + random.int(4 + 2 * i))
  const [least, most] = SIZES[i % SIZES.length]!
  // Prime denominators that no answer has, so that no denominator becomes zero by chance.
  const bottom = [1009, 1013, 1019][random.int(3)]!
  const top = Math.round((least + random.uniform() * (most - least)) * bottom)
  const sign = i >= POSITIVE && random.int(3) > 0 ? -1n : 1n
  return { top: sign * BigInt(top), bottom: BigInt(bottom) }
}

/** Names inside of factorials and binomials, and in exponents of negative numbers. */
function wholeNames(formula: Formula, isInside = false, found = new Set<string>()): Set<string> {
  if (typeof formula === 'string') {
    if (isInside) found.add(formula)
  } else if (isCompound(formula)) {
    const { head, parts } = formula
    const isSign = head === 'Power' && isNegative(parts[0]!)
    for (const [i, part] of parts.entries())
      wholeNames(part, isInside || ['Factorial', 'Binomial'].includes(head) || (isSign && i === 1), found)
  }
  return found
}

const isNegative = (formula: Formula) =>
  typeof formula === 'object' && ('top' in formula ? formula.top < 0n : formula.head === 'Negate')
