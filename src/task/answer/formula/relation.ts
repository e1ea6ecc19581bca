import { sameValue } from '../value/same-value.ts'
import { whole } from '../value/rational.ts'
import { compound, hasHead, isCompound, namesOf, type Compound, type Formula } from './formula.ts'
import { hasValue } from '../value/evaluate.ts'

type Same = (right: Formula, given: Formula) => boolean

/** Whether the left side of an equation only names what is right of it: x, x_1, f(x), (x, y). */
function isNaming(formula: Formula): boolean {
  if (typeof formula === 'string') return !hasValue(formula)
  if (hasHead(formula, 'Tuple()')) return formula.parts.every((part) => typeof part === 'string')
  if (!isCompound(formula)) return false
  if (formula.head.startsWith('Call ')) return typeof formula.parts[0] === 'string'
  const [left, right] = formula.parts
  return (
    formula.head === 'Multiply' &&
    typeof left === 'string' &&
    typeof right === 'string' &&
    /^[A-Z]$/.test(left)
  )
}

/**
 * What a chain of equations gives: 5 of 'x = 5', of '2 + 3 = 5' and of 'x = 2 + 3 = 5'. Null where it gives nothing
 * by itself, or where its members differ.
 */
export function valueGivenBy(equation: Compound, same: Same): Formula | null {
  if (equation.head !== 'Equal') return null
  const isNamed = isNaming(equation.parts[0]!)
  const members = isNamed ? equation.parts.slice(1) : equation.parts
  const value = members.at(-1)!
  if (!isNamed && !members.every(hasValue)) return null
  // A name may give another its value, but not itself.
  if (isNamed && members.length === 1 && isSelfReferent(equation.parts[0]!, value)) return null
  return members.slice(0, -1).every((member) => same(value, member)) ? value : null
}

const isSelfReferent = (name: Formula, value: Formula) => typeof name === 'string' && namesOf(value).has(name)

/** The difference of both sides. */
const sides = ({ parts: [left, right] }: Compound) => compound('Subtract', left!, right!)

/**
 * Tells whether two equations say the same: the differences of their sides are multiples of one another. Null where
 * sides have no values: then they are compared part by part.
 */
export function sameEquation(right: Compound, given: Compound, same: Same): boolean | null {
  const [a, b] = [valueGivenBy(right, same), valueGivenBy(given, same)]
  if (a !== null && b !== null && isNaming(right.parts[0]!) && isNaming(given.parts[0]!))
    if (same(right.parts[0]!, given.parts[0]!)) return same(a, b)
  if (right.parts.length !== 2 || given.parts.length !== 2) return null
  return areMultiples(sides(right), sides(given), false)
}

/** Tells whether two inequalities say the same: the differences of their sides are positive multiples. */
export function sameInequality(right: Compound, given: Compound): boolean | null {
  const [a, b] = [directed(right), directed(given)]
  if (a === null || b === null) return null
  return a.isStrict === b.isStrict && areMultiples(a.difference, b.difference, true)
}

/** left - right of 'left > right'. */
function directed(relation: Compound): { difference: Formula; isStrict: boolean } | null {
  const [left, right] = relation.parts
  if (relation.parts.length !== 2 || !/^(?:Less|Greater)/.test(relation.head)) return null
  const isLess = relation.head.startsWith('Less')
  const difference = isLess ? compound('Subtract', right!, left!) : compound('Subtract', left!, right!)
  return { difference, isStrict: !relation.head.endsWith('Equal') }
}

/** By what names are multiplied to see whether a quotient moves with them: each by another, lest y = x look like x = y. */
const MULTIPLIERS = [2, 3, 5, 7, 11, 13, 17, 19]

/** Whether two differences are multiples of one another: their quotient is the same everywhere. */
function areMultiples(a: Formula, b: Formula, mustBePositive: boolean): boolean {
  const names = [...new Set([...namesOf(a), ...namesOf(b)])].filter((name) => !hasValue(name))
  if (names.length === 0 || names.length > MULTIPLIERS.length) return false
  const quotient = compound('Divide', b, a)
  const moved = (formula: Formula): Formula => {
    if (isCompound(formula)) return { head: formula.head, parts: formula.parts.map(moved) }
    const multiplier = typeof formula === 'string' ? MULTIPLIERS[names.indexOf(formula)] : undefined
    return multiplier === undefined
      ? formula
      : compound('Add', compound('Multiply', whole(multiplier), formula), whole(3))
  }
  if (sameValue(quotient, moved(quotient)) !== true) return false
  if (sameValue(quotient, whole(0)) !== false) return false
  return !mustBePositive || sameValue(quotient, compound('Abs', quotient)) === true
}
