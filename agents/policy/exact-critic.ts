import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'
import type { TextPolicy } from './speaker.ts'
import { askCritique, CRITIQUE, RIGHT, WRONG } from '../classroom/words.ts'

/**
 * Says in words where an answer first goes wrong: 'right 1 2 wrong 4' of '1 2 4 3' where '1 2 3 4' is right. An answer
 * that stops too early ends in 'wrong'; one that is right is 'right'. It is for tasks with one solution a problem.
 */
export function critiqueOf<Problem extends Json>(
  task: Task<Problem, never>,
  problem: Problem,
  answer: string,
): string {
  if (task.verify(problem, answer).score === 1) return RIGHT
  const expected = task.solve(problem).split(' ')
  const words = answer.split(' ').filter((word) => word !== '')
  const right = words.findIndex((word, i) => word !== expected[i])
  const [kept, slip] = right < 0 ? [words, []] : [words.slice(0, right), words.slice(right, right + 1)]
  return [...(kept.length > 0 ? [RIGHT, ...kept] : []), WRONG, ...slip].join(' ')
}

/** Makes a critic that knows the solution and tells where an answer first goes wrong, but not what is right there. */
export function exactCritic<Problem extends Json>(task: Task<Problem, never>): TextPolicy<Problem> {
  return {
    name: 'exact-critic',
    say(prompt, _random, { problem }) {
      if (problem === null) return ''
      const before = askCritique(task.prompt(problem), '').slice(0, -CRITIQUE.length)
      return critiqueOf(task, problem, prompt.slice(before.length, -CRITIQUE.length).trim())
    },
  }
}
