import { canonicalJson, messageOf, oneLine, UserError, type Json } from '../core/index.ts'
import type { Verdict } from './task.ts'

/**
 * Has a task's verifier say where it failed, and refuses verdicts that are none.
 *
 * What it throws is told with the task, the problem and the answer; a session ends as an error then.
 */
export function checkedVerifier<Problem extends Json>(
  task: string,
  verify: (problem: Problem, answer: string) => Verdict,
): (problem: Problem, answer: string) => Verdict {
  const place = (problem: Problem, answer: string) =>
    `Task '${task}': verify(${show(problem)}, '${oneLine(answer, 80)}')`
  return (problem, answer) => {
    let verdict: Verdict
    try {
      verdict = verify(problem, answer)
    } catch (error) {
      throw new Error(`${place(problem, answer)} failed: ${messageOf(error)}`, { cause: error })
    }
    const { score, readable } = (verdict ?? {}) as Partial<Verdict>
    if (typeof score === 'number' && score >= 0 && score <= 1 && typeof readable === 'boolean') return verdict
    const gave = verdict === undefined ? 'nothing' : show(verdict)
    throw new UserError(
      `${place(problem, answer)} gave ${gave}; it must give { score, readable }, a number from 0 to 1 and true or false.`,
    )
  }
}

function show(value: unknown): string {
  try {
    return oneLine(canonicalJson(value), 120)
  } catch (error) {
    return `what is no plain data (${messageOf(error).replace('$', 'it')})`
  }
}
