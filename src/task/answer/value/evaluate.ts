import { isNumber, type Formula } from '../formula/formula.ts'
import { exponential, I, real } from './complex.ts'
import { ONE, PI, PLACES } from './fixed.ts'
import { HEADS } from './heads.ts'
import { rational } from './rational.ts'
import { isRational, must, NoValue, spend, type EvaluateOptions, type Value } from './value.ts'

/** The value of a formula at a point; null where it has none, or none within bounds. */
export function evaluate(formula: Formula, options: EvaluateOptions): Value | null {
  try {
    return valueOf(formula, options)
  } catch (error) {
    if (error instanceof NoValue) return null
    throw error
  }
}

const CONSTANTS: Readonly<Record<string, Value>> = {
  pi: real(PI),
  e: must(exponential(real(ONE))),
  i: I,
}

function valueOf(formula: Formula, options: EvaluateOptions): Value {
  if (isNumber(formula)) return formula
  if (typeof formula === 'string') return nameOf(formula, options)
  if (formula.head.startsWith('Call '))
    return called(formula.head, valueOf(formula.parts[0]!, options), options)
  const apply = Object.hasOwn(HEADS, formula.head) ? HEADS[formula.head]! : null
  if (apply === null) throw new NoValue()
  const values = formula.parts.map((part) => valueOf(part, options))
  spend(values, options)
  return apply(values, options)
}

function nameOf(name: string, { point }: EvaluateOptions): Value {
  if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name]!
  if (name.startsWith("'") || /^(?:Infinity|EmptySet|Reals|Undefined|.-set)$/.test(name)) throw new NoValue()
  return point(name)
}

/** A function that nobody knows has some value at each argument, always the same. */
function called(head: string, argument: Value, { point }: EvaluateOptions): Value {
  const place = isRational(argument)
    ? rational(argument.top, argument.bottom)
    : rational(
        argument.re >> (PLACES - 100n),
        argument.im === 0n ? 1n : 1n + (argument.im >> (PLACES - 100n)),
      )
  const { top, bottom } = must(place)
  return point(`${head}(${top}/${bottom})`)
}

/** Whether a formula has a value by itself, without names. */
export const hasValue = (formula: Formula): boolean =>
  isNumber(formula) ||
  (typeof formula === 'string'
    ? Object.hasOwn(CONSTANTS, formula)
    : formula.head !== 'Text' && formula.parts.every(hasValue))
