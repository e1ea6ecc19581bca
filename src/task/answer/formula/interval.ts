import { hasValue } from '../value/evaluate.ts'
import { compound, isCompound, type Compound, type Formula } from './formula.ts'

/** What a relation says of a name: the set of its values. */
export interface NamedSet {
  readonly name: string
  readonly set: Formula
}

const MINUS_INFINITY = compound('Negate', 'Infinity')

/** Relations read from the right: 3 < x is x > 3. */
const TURNED: Readonly<Record<string, string>> = {
  Less: 'Greater',
  LessEqual: 'GreaterEqual',
  Greater: 'Less',
  GreaterEqual: 'LessEqual',
  NotEqual: 'NotEqual',
}

/** The values that a relation leaves a name, as an interval or another set; null where it says nothing so plain. */
export function intervalOf(relation: Compound): NamedSet | null {
  if (relation.head === 'In' && relation.parts.length === 2) {
    const [name, set] = relation.parts
    return typeof name === 'string' ? { name, set: set! } : null
  }
  if (relation.head === 'AnyOf') {
    const sets = relation.parts.map((part) => (isCompound(part) ? intervalOf(part) : null))
    const [first] = sets
    if (!first || !sets.every((set) => set?.name === first.name)) return null
    return { name: first.name, set: { head: 'Union', parts: sets.map((set) => set!.set) } }
  }
  if (relation.head === 'All') return chained(relation.parts[0]!, relation.parts[1]!, relation.parts.length)
  if (relation.parts.length === 3 && /^(?:Less|Greater)/.test(relation.head)) {
    const [low, middle, high] = relation.parts
    return chained(compound(relation.head, low!, middle!), compound(relation.head, middle!, high!), 2)
  }
  if (relation.parts.length !== 2) return null
  const bound = boundOf(relation)
  if (bound === null) return null
  const { name, head, value } = bound
  return { name, set: setOf(head, value) }
}

function setOf(head: string, value: Formula): Formula {
  switch (head) {
    case 'Less':
      return compound('Tuple()', MINUS_INFINITY, value)
    case 'LessEqual':
      return compound('Tuple(]', MINUS_INFINITY, value)
    case 'Greater':
      return compound('Tuple()', value, 'Infinity')
    case 'GreaterEqual':
      return compound('Tuple[)', value, 'Infinity')
    default:
      return allBut(value)
  }
}

/** All real numbers but one. */
export const allBut = (value: Formula) =>
  compound('Union', compound('Tuple()', MINUS_INFINITY, value), compound('Tuple()', value, 'Infinity'))

/** 'x < 3' and '3 > x' alike: the name first. */
function boundOf(relation: Formula): { name: string; head: string; value: Formula } | null {
  if (!isCompound(relation)) return null
  const [left, right] = relation.parts
  const turned = TURNED[relation.head]
  if (turned === undefined) return null
  if (isName(left!) && hasValue(right!)) return { name: left, head: relation.head, value: right! }
  return isName(right!) && hasValue(left!) ? { name: right, head: turned, value: left! } : null
}

const isName = (formula: Formula): formula is string =>
  typeof formula === 'string' && !hasValue(formula) && formula !== 'Infinity'

/** 0 < x ≤ 1 and 1 ≥ x > 0. */
function chained(first: Formula, second: Formula, length: number): NamedSet | null {
  const [a, b] = [boundOf(first), boundOf(second)]
  if (length !== 2 || a === null || b === null || a.name !== b.name) return null
  const [low, high] = a.head.startsWith('Greater') ? [a, b] : [b, a]
  if (!low.head.startsWith('Greater') || !high.head.startsWith('Less')) return null
  const open = low.head === 'Greater' ? '(' : '['
  const close = high.head === 'Less' ? ')' : ']'
  return { name: a.name, set: compound(`Tuple${open}${close}`, low.value, high.value) }
}
