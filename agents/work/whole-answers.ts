import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'

/** Makes a task in which parts of an answer count for nothing: it scores 1 where all of it is right, and else 0. */
export function wholeAnswers<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
): Task<Problem, Dials> {
  return {
    ...task,
    verify(problem, answer) {
      const { score, readable } = task.verify(problem, answer)
      return { score: score === 1 ? 1 : 0, readable }
    },
  }
}
