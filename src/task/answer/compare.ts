import { sameFormula } from './expression.ts'
import { finalAnswer } from './final.ts'
import { readLatex } from './latex.ts'
import { lastNumber, readNumber, sameNumber } from './number.ts'
import { plain } from './plain.ts'
import type { Verdict } from '../task.ts'

/**
 * How answers are compared. 'number': exactly, as numbers. 'expression': as numbers, as expressions (typed or in
 * LaTeX), or as texts. 'text': word by word, whatever the case.
 */
export type Comparison = 'number' | 'expression' | 'text'

/** Tells whether an answer is one that others can be compared with. */
export function isAnswer(comparison: Comparison, answer: string): boolean {
  return comparison === 'number' ? readNumber(answer) !== null : words(answer) !== ''
}

/** Judges what was written, steps and all, by the answer that is right. Takes a time bounded by the lengths. */
export function judge(comparison: Comparison, right: string, written: string): Verdict {
  const final = finalAnswer(written)
  if (comparison === 'number') {
    const [expected, given] = [readNumber(right), readNumber(final) ?? lastNumber(final)]
    if (given === null) return { score: 0, readable: false }
    return verdict(expected !== null && sameNumber(expected, given))
  }
  const given = words(final)
  if (given === '') return { score: 0, readable: false }
  if (given === words(right)) return verdict(true)
  return verdict(comparison === 'expression' && sameExpression(right, final))
}

function sameExpression(right: string, given: string): boolean {
  const numbers = [readNumber(right), readNumber(given)] as const
  if (numbers[0] !== null && numbers[1] !== null) return sameNumber(numbers[0], numbers[1])
  const formulas = [readLatex(plain(right)), readLatex(plain(given))] as const
  return formulas[0] !== null && formulas[1] !== null && sameFormula(formulas[0], formulas[1])
}

const verdict = (isRight: boolean): Verdict => ({ score: isRight ? 1 : 0, readable: true })

const words = (text: string) => plain(text).toLowerCase()
