import { unwrap } from '../../core/index.ts'
import type { Formula } from './formula/formula.ts'
import { readFormula } from './formula/read.ts'
import { rational } from './value/rational.ts'

/** Digits alone, perhaps as words of a small model: '42', '- 4 2'. */
const DIGITS = /^([-+]?) ?(\d+|\d(?: \d)+)$/

/** The longest number that is read without a look at what else it might be. */
const LONGEST = 128

/** Bold inside of a text: '**18** dollars'; 'x**2' is a power. */
const BOLD = /(?<![\w)*])\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*(?![\w(*])/g

export const withoutBold = (text: string) => text.replaceAll(BOLD, '$1')

/** Reads an answer, whatever stands around it, as a formula; null for what is none. */
export function readAnswer(answer: string, units?: ReadonlySet<string>): Formula | null {
  const text = withoutBold(unwrap(answer, { keepText: true })).replaceAll(/\s+/g, ' ')
  const [, sign, digits] = text.length > LONGEST ? [] : (DIGITS.exec(text) ?? [])
  if (digits !== undefined) return rational(BigInt(`${sign === '-' ? '-' : ''}${digits.replaceAll(' ', '')}`))
  return readFormula(text, units)
}
