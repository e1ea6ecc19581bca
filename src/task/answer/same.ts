import {
  compound,
  hasHead,
  isCompound,
  isNumber,
  someOf,
  type Compound,
  type Formula,
} from './formula/formula.ts'
import { allBut, intervalOf } from './formula/interval.ts'
import { alternatives } from './formula/alternatives.ts'
import { sameEquation, sameInequality, valueGivenBy } from './formula/relation.ts'
import { LEFT_OUT } from './formula/words.ts'
import { evaluate, hasValue } from './value/evaluate.ts'
import { sameValue } from './value/same-value.ts'
import { isEqual, whole } from './value/rational.ts'

/** Of these the order does not matter. */
const UNORDERED = new Set(['List', 'Set', 'Union', 'Intersection', 'All', 'AnyOf'])

/** How many parts an unordered answer may have. */
const MOST_PARTS = 64

/**
 * Tells whether an answer says the same as the right one: the same structure of lists, tuples, sets, intervals and
 * relations, and within it the same values. A bare list is a set; 'x = 5' is the same as '5', 'x > 3' as '(3, ∞)'.
 */
export function sameFormula(right: Formula, given: Formula): boolean {
  return same(alternatives(right), alternatives(given))
}

function same(right: Formula, given: Formula): boolean {
  if (hasHead(right, 'Quantity') || hasHead(given, 'Quantity')) return sameQuantity(right, given)
  if (hasHead(right, 'Percent') !== hasHead(given, 'Percent')) return samePercent(right, given)
  if (hasHead(right, 'Text') || hasHead(given, 'Text')) return sameText(right, given)
  if (hasHead(right, 'Based') || hasHead(given, 'Based')) return sameBased(right, given)
  const relations = sameRelation(right, given)
  if (relations !== null) return relations
  if (isStructure(right) || isStructure(given)) return sameStructure(right, given)
  return sameValue(right, given) ?? sameTree(right, given)
}

const STRUCTURES = /^(?:List|Set|Tuple..|Matrix|Row|Union|Intersection|Without|All|AnyOf|Modulo|Ratio)$/
const RELATIONS = /^(?:Equal|Less|LessEqual|Greater|GreaterEqual|NotEqual|In|All|AnyOf)$/

const isStructure = (formula: Formula): formula is Compound =>
  formula === 'EmptySet' || formula === 'Reals' || (isCompound(formula) && STRUCTURES.test(formula.head))

const isRelation = (formula: Formula): formula is Compound =>
  isCompound(formula) && RELATIONS.test(formula.head)

/** A unit may be left out, or be there where the right answer has none, but not be another. */
function sameQuantity(right: Formula, given: Formula): boolean {
  const [a, b] = [partsOf(right), partsOf(given)]
  if (tellsOf(a.tells, false) !== tellsOf(b.tells, false)) return false
  const [c, d] = [tellsOf(a.tells, true), tellsOf(b.tells, true)]
  if (c !== '' && d !== '' && c !== d) return false
  if (a.unit !== '' && b.unit !== '' && a.unit !== b.unit) return false
  return same(a.value, b.value)
}

/** The words that tell what is said: those that may be left out, or the others. */
const tellsOf = (tells: string, mayBeLeftOut: boolean) =>
  tells
    .split(' ')
    .filter((word) => LEFT_OUT.has(word) === mayBeLeftOut)
    .join(' ')

function partsOf(formula: Formula): { value: Formula; unit: string; tells: string } {
  if (!hasHead(formula, 'Quantity')) return { value: formula, unit: '', tells: '' }
  const [value, unit, tells] = formula.parts
  return { value: value!, unit: (unit as string).slice(1), tells: (tells as string).slice(1) }
}

/** Where only one is a percentage, 50 % is both 50 and 1/2. */
function samePercent(right: Formula, given: Formula): boolean {
  const bare = (formula: Formula) => (hasHead(formula, 'Percent') ? formula.parts[0]! : formula)
  return same(bare(right), bare(given)) || sameValue(right, given) === true
}

function sameText(right: Formula, given: Formula): boolean {
  const text = (formula: Formula) =>
    hasHead(formula, 'Text')
      ? (formula.parts[0] as string).slice(1)
      : typeof formula === 'string' && formula.length === 1
        ? formula.toLowerCase()
        : null
  const [a, b] = [text(right), text(given)]
  return a !== null && a === b
}

/** 2516 in base 8 is written 2516 where the base is asked for; another base is another number. */
function sameBased(right: Formula, given: Formula): boolean {
  const digits = (formula: Formula) => {
    if (hasHead(formula, 'Based')) return (formula.parts[0] as string).slice(1)
    return isNumber(formula) && formula.bottom === 1n ? `${formula.top}` : null
  }
  const [a, b] = [digits(right), digits(given)]
  if (a === null || a !== b) return false
  if (!hasHead(right, 'Based')) return false
  return !hasHead(given, 'Based') || same(right.parts[1]!, given.parts[1]!)
}

/** Compares where a relation is among the two; null where there is none. */
function sameRelation(right: Formula, given: Formula): boolean | null {
  if (!isRelation(right) && !isRelation(given)) return null
  const isSet = (formula: Formula) =>
    isStructure(formula) && !/^(?:List|All|AnyOf|Modulo|Ratio)$/.test(formula.head)
  if (isRelation(right) && isRelation(given)) {
    const [a, b] = [intervalOf(right), intervalOf(given)]
    if (a !== null && b !== null) return a.name === b.name && sameStructure(a.set, b.set)
    if (hasHead(right, 'Equal') && hasHead(given, 'Equal')) {
      const equations = sameEquation(right, given, same)
      if (equations !== null) return equations
    }
    const inequalities = sameInequality(right, given)
    return inequalities ?? (UNORDERED.has(right.head) ? sameStructure(right, given) : sameTree(right, given))
  }
  const [relation, other] = isRelation(right) ? [right, given] : [given as Compound, right]
  const interval = isSet(other) ? intervalOf(relation) : null
  if (interval !== null) return relation === right ? same(interval.set, other) : same(other, interval.set)
  const value = valueGivenBy(relation, same)
  if (value === null) return false
  return relation === right ? same(value, other) : same(other, value)
}

function sameStructure(right: Formula, given: Formula): boolean {
  const [a, b] = [flat(right), flat(given)]
  if (!isCompound(a) || !isCompound(b)) return a === b
  if (headOf(a) !== headOf(b) || a.parts.length !== b.parts.length || a.parts.length > MOST_PARTS)
    return false
  if (!UNORDERED.has(a.head)) return a.parts.every((part, i) => same(part, b.parts[i]!))
  const left = [...b.parts]
  return a.parts.every((part) => {
    const place = left.findIndex((other) => same(part, other))
    if (place >= 0) left.splice(place, 1)
    return place >= 0
  })
}

/** A bare list is a set. */
const headOf = ({ head }: Compound) => (head === 'List' ? 'Set' : head)

/** Unions of unions are unions; a matrix may be typed as rows in square brackets. */
function flat(formula: Formula): Formula {
  if (hasHead(formula, 'Union') || hasHead(formula, 'Intersection')) {
    const parts = formula.parts.map(flat)
    return {
      head: formula.head,
      parts: parts.flatMap((part) => (hasHead(part, formula.head) ? part.parts : [part])),
    }
  }
  if (hasHead(formula, 'Without') && formula.parts[0] === 'Reals' && hasHead(formula.parts[1]!, 'Set')) {
    const [left, ...others] = formula.parts[1].parts
    return others.length > 0 ? formula : flat(allBut(left!))
  }
  if (hasHead(formula, 'Tuple[]') && formula.parts.every((part) => hasHead(part, 'Tuple[]')))
    return compound(
      'Matrix',
      ...formula.parts.map((row) => compound('Row', ...(isCompound(row) ? row.parts : []))),
    )
  const isLine = hasHead(formula, 'Tuple()') && formula.parts.length === 2 && isAll(formula)
  return isLine ? 'Reals' : formula
}

const isAll = ({ parts: [from, to] }: Compound) =>
  hasHead(from!, 'Negate') && from.parts[0] === 'Infinity' && to === 'Infinity'

/** The same signs in the same order, where no values can be compared. */
function sameTree(right: Formula, given: Formula): boolean {
  if (isNumber(right) || isNumber(given)) return isNumber(right) && isNumber(given) && isEqual(right, given)
  if (typeof right === 'string' || typeof given === 'string') return right === given
  return (
    right.head === given.head &&
    right.parts.length === given.parts.length &&
    right.parts.every((part, i) => same(part, given.parts[i]!))
  )
}

/** Whether a formula is a number: it has a value, and no names in it. */
export const isValue = (formula: Formula): boolean => {
  const value = hasHead(formula, 'Quantity') ? formula.parts[0]! : formula
  const isWords = (part: Formula) =>
    isCompound(part) && (STRUCTURES.test(part.head) || RELATIONS.test(part.head))
  return (
    !someOf(value, isWords) &&
    hasValue(value) &&
    evaluate(value, { point: () => whole(0), isReal: false, work: { left: 1_000_000 } }) !== null
  )
}
