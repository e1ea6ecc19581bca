import { findAnswer, unwrap, type FoundAnswer } from '../../core/index.ts'
import { hasHead, type Formula } from './formula/formula.ts'
import { lastMath } from './last-math.ts'
import { numberInProse, readNumber } from './number.ts'
import { readAnswer } from './read.ts'
import { sameFormula } from './same.ts'
import type { Verdict } from '../task.ts'

/**
 * How answers are compared. 'number': exactly, as numbers. 'expression': as numbers, as expressions (typed or in
 * LaTeX), or as texts. 'text': word by word, whatever the case.
 */
export type Comparison = 'number' | 'expression' | 'text'

/** Tells whether an answer is one that others can be compared with. */
export function isAnswer(comparison: Comparison, answer: string): boolean {
  return comparison === 'number' ? readNumber(answer) !== null : wordsOf(answer) !== ''
}

/** Judges what was written, steps and all, by the answer that is right. Takes a time bounded by the lengths. */
export function judge(comparison: Comparison, right: string, written: string): Verdict {
  const found = findAnswer(written)
  if (comparison === 'number') return judgeNumber(right, found)
  const given = wordsOf(found.text)
  if (given === '') return { score: 0, readable: false }
  if (comparison === 'text') return verdict(given.toLowerCase() === wordsOf(right).toLowerCase())
  return verdict(sameExpression(right, found))
}

/** What is marked as the answer is read as a whole, and only a sentence is looked through for its number. */
function judgeNumber(right: string, { text, by }: FoundAnswer): Verdict {
  const expected = readNumber(right)
  const given = readNumber(text) ?? numberInProse(text, by !== 'nothing') ?? mathNumber(text)
  if (given === null) return { score: 0, readable: false }
  return verdict(expected !== null && sameFormula(expected, given))
}

function mathNumber(text: string): Formula | null {
  const math = lastMath(text)
  return math === null ? null : readNumber(math)
}

function sameExpression(right: string, { text }: FoundAnswer): boolean {
  if (compact(right) === compact(text)) return true
  const expected = readAnswer(right)
  if (expected === null) return sameWords(right, text)
  const given = readAnswer(text, unitsOf(expected)) ?? readMath(text, unitsOf(expected))
  return given === null ? sameWords(right, text) : sameFormula(expected, given)
}

function readMath(text: string, units: ReadonlySet<string>): Formula | null {
  const math = lastMath(text)
  return math === null ? null : readAnswer(math, units)
}

/** The units of a right answer, which may be written as single letters. */
function unitsOf(formula: Formula): ReadonlySet<string> {
  if (!hasHead(formula, 'Quantity')) return new Set()
  return new Set(
    (formula.parts[1] as string)
      .slice(1)
      .split('·')
      .map((unit) => unit.replace(/\^.*$/, '')),
  )
}

/** Words are the same in either case; in a formula capitals are other names. */
function sameWords(right: string, given: string): boolean {
  const [a, b] = [wordsOf(right), wordsOf(given)]
  return a === b || (!/[\\^_=$]/.test(a) && !/[\\^_=$]/.test(b) && a.toLowerCase() === b.toLowerCase())
}

const verdict = (isRight: boolean): Verdict => ({ score: isRight ? 1 : 0, readable: true })

/** A text without what stands around it: composed letters, plain quotes, single spaces. */
const wordsOf = (text: string) =>
  unwrap(
    unwrap(text)
      .normalize('NFC')
      .replaceAll(/[‘’ʼ′]/g, "'")
      .replaceAll(/[“”„]/g, '"')
      .replaceAll(/[‐‑−–]/g, '-')
      .replaceAll('$', ' ')
      .replaceAll(/\s+/g, ' '),
  )

/** Without spaces that part nothing: those between digits do, and those that keep '1, 500' from being '1,500'. */
const compact = (text: string) => wordsOf(text).replaceAll(/ (?!(?<=\d )\d)(?!(?<=, )\d{3}(?!\d))/g, '')
