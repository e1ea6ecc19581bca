import { average, type Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { greedyScores } from './task-accuracy.ts'

export interface TaskMasteryOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly model: Name
  /** Where the dials stand for each test. */
  readonly tests: readonly PartialDifficulty<Dials>[]
  /** Of each test; fewer where there are no more. Default 16. */
  readonly problems?: number
  /** The mean score from which on a test counts as mastered. Default 0.9. */
  readonly threshold?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

/**
 * Measures at how many difficulties a model has mastered a task: the share of tests on whose problems its mean score
 * is high, and the mean over all tests. It writes what is most likely.
 */
export function taskMastery<const Name extends string, Problem extends Json, Dials extends string>(
  options: TaskMasteryOptions<Name, Problem, Dials>,
): Evaluation<Name, 'mastered' | 'accuracy'> {
  const { task, model, tests, problems: count = 16, threshold = 0.9, seed } = options
  const drawn = tests.map((difficulty) => evaluationSet(task, { difficulty, count, seed, atMost: true }))
  return {
    models: [model],
    metrics: ['mastered', 'accuracy'],
    async evaluate({ models }) {
      const scores = await greedyScores(task, models[model], drawn)
      const means = scores.map(average)
      return {
        mastered: means.filter((mean) => mean >= threshold).length / tests.length,
        accuracy: average(means),
      }
    },
  }
}
