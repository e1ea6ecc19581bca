import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'
import { RIGHT, WRONG } from '../classroom/words.ts'

/**
 * Checks an answer in words, one after the other: says what each should be until the answer differs, and then the
 * verdict. '1 2 3 wrong' of '1 2 4 3' where '1 2 3 4' is right.
 *
 * It is for tasks with one solution a problem.
 */
export function verificationOf<Problem extends Json>(
  task: Task<Problem, never>,
  problem: Problem,
  answer: string,
): string {
  const solution = task.solve(problem).split(' ')
  if (task.verify(problem, answer).score === 1) return [...solution, RIGHT].join(' ')
  const words = answer.split(' ')
  const slip = solution.findIndex((word, i) => word !== words[i])
  return [...(slip < 0 ? solution : solution.slice(0, slip + 1)), WRONG].join(' ')
}
