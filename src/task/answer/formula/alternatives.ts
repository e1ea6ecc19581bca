import { compound, hasHead, isCompound, someOf, type Compound, type Formula } from './formula.ts'

/** The most signs of an answer that may be either. */
const MOST_SIGNS = 3

const isEither = (formula: Formula) => hasHead(formula, 'PlusMinus') || hasHead(formula, 'MinusPlus')

/**
 * Writes an answer as the list of all that it says: '3 \pm \sqrt{2}' as both of its values, 'x = 1, 2' as 'x = 1, x = 2',
 * a list of equations for one name as their values.
 */
export function alternatives(formula: Formula): Formula {
  if (hasHead(formula, 'Quantity'))
    return { ...formula, parts: [alternatives(formula.parts[0]!), ...formula.parts.slice(1)] }
  const isList = hasHead(formula, 'List') || hasHead(formula, 'Set')
  const items = isList ? formula.parts.flatMap(spread) : spread(formula)
  if (!isList && items.length === 1) return items[0]!
  const head = isList ? formula.head : 'List'
  return { head, parts: carried(items) }
}

/** All that one item says. */
function spread(item: Formula): readonly Formula[] {
  const signs = count(item)
  if (signs === 0) return [item]
  if (signs > MOST_SIGNS) return [item]
  const isPaired = someOf(item, (part) => hasHead(part, 'MinusPlus'))
  const choices = isPaired ? [0, 2 ** signs - 1] : Array.from({ length: 2 ** signs }, (_, i) => i)
  return choices.map((choice) => chosen(item, { bits: choice }))
}

function count(formula: Formula): number {
  if (!isCompound(formula)) return 0
  return formula.parts.reduce((sum, part) => sum + count(part), isEither(formula) ? 1 : 0)
}

/** The formula with its signs chosen, one bit for each. */
function chosen(formula: Formula, left: { bits: number }): Formula {
  if (!isCompound(formula)) return formula
  let head = formula.head
  if (isEither(formula)) {
    const isUpper = left.bits % 2 === 0
    left.bits = Math.floor(left.bits / 2)
    head = isUpper === (head === 'PlusMinus') ? 'Add' : 'Subtract'
  }
  return { head, parts: formula.parts.map((part) => chosen(part, left)) }
}

/** 'x = 1, 2' says 'x = 1, x = 2'; equations that all give one name say their values. */
function carried(items: readonly Formula[]): readonly Formula[] {
  const first = items[0]
  if (first === undefined || !isGiven(first)) return items
  const [name] = first.parts
  const given = items.map((item) =>
    isCompound(item) && hasHead(item, 'Equal') ? item : compound('Equal', name!, item),
  )
  return given.every((item) => isGiven(item) && item.parts[0] === name)
    ? given.map((item) => item.parts[1]!)
    : items
}

const isGiven = (formula: Formula): formula is Compound =>
  hasHead(formula, 'Equal') && formula.parts.length === 2 && typeof formula.parts[0] === 'string'
