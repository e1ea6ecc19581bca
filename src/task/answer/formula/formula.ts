import type { Rational } from '../value/rational.ts'

/**
 * What an answer says: a number, a name, or a head with parts. Heads are functions ('Add', 'Sin'), structures ('List',
 * 'Tuple()', 'Set', 'Matrix', 'Union'), relations ('Equal', 'Less'), and what is said beside a value ('Quantity').
 */
export type Formula = Rational | string | Compound

export interface Compound {
  readonly head: string
  readonly parts: readonly Formula[]
}

export const isCompound = (formula: Formula): formula is Compound =>
  typeof formula === 'object' && 'head' in formula

export const isNumber = (formula: Formula): formula is Rational =>
  typeof formula === 'object' && 'top' in formula

export const compound = (head: string, ...parts: Formula[]): Compound => ({ head, parts })

export const hasHead = (formula: Formula, head: string): formula is Compound =>
  isCompound(formula) && formula.head === head

/** The names in a formula, those of constants among them. */
export function namesOf(formula: Formula, found = new Set<string>()): Set<string> {
  if (typeof formula === 'string') found.add(formula)
  else if (isCompound(formula)) for (const part of formula.parts) namesOf(part, found)
  return found
}

/** Whether there is a part, or the whole, of which something holds. */
export function someOf(formula: Formula, holds: (part: Formula) => boolean): boolean {
  return holds(formula) || (isCompound(formula) && formula.parts.some((part) => someOf(part, holds)))
}
