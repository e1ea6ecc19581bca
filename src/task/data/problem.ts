import { oneLine } from '../../core/index.ts'
import { isAnswer, judge, type Comparison } from '../answer/compare.ts'

/** A problem that somebody wrote. */
export type DataProblem = {
  readonly prompt: string
  /** What is right, without the steps that lead to it. */
  readonly answer: string
  /** The answer as it is demonstrated, with its steps where there are any. */
  readonly solution: string
}

/** Writes a text as words separated by single spaces. */
export function wordsOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

/** What is wrong with a problem; null for nothing. */
export function faultOf({ prompt, answer, solution }: DataProblem, comparison: Comparison): string | null {
  if (wordsOf(prompt) === '') return 'the prompt is empty'
  if (!isAnswer(comparison, answer))
    return `'${oneLine(answer, 60)}' is no ${comparison === 'number' ? "number (for other answers: { comparison: 'expression' } or 'text')" : 'answer'}`
  if (judge(comparison, answer, wordsOf(solution)).score !== 1)
    return `its solution '${oneLine(solution, 60)}' does not end in its answer '${oneLine(answer, 60)}'`
  return null
}
