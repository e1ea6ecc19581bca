import { average, type Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { greedyScores } from './task-accuracy.ts'

export interface RecoveredGapOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  /** Who supervises, who learns from it, and who learns from the truth. */
  readonly weak: Name
  readonly student: Name
  readonly ceiling: Name
  readonly difficulty: PartialDifficulty<Dials>
  /** Fewer where there are no more. Default 256. */
  readonly problems?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

/**
 * Measures how much of the gap between its supervisor and its ceiling a student makes up for:
 * (student − weak) / (ceiling − weak), of the mean scores on test problems when all write what is most likely.
 *
 * It is 0 where the ceiling is not above the supervisor. Source: Burns et al. 2023, "Weak-to-Strong
 * Generalization" (performance gap recovered).
 */
export function recoveredGap<const Name extends string, Problem extends Json, Dials extends string>(
  options: RecoveredGapOptions<Name, Problem, Dials>,
): Evaluation<Name, 'recovered' | 'accuracy/weak' | 'accuracy/student' | 'accuracy/ceiling'> {
  const { task, difficulty, problems: count = 256, seed } = options
  const problems = evaluationSet(task, { difficulty, count, seed, atMost: true })
  return {
    models: [options.weak, options.student, options.ceiling],
    metrics: ['recovered', 'accuracy/weak', 'accuracy/student', 'accuracy/ceiling'],
    async evaluate({ models }) {
      const accuracyOf = async (name: Name) => {
        const [scores] = await greedyScores(task, models[name], [problems])
        return average(scores!)
      }
      const weak = await accuracyOf(options.weak)
      const student = await accuracyOf(options.student)
      const ceiling = await accuracyOf(options.ceiling)
      return {
        recovered: ceiling > weak ? (student - weak) / (ceiling - weak) : 0,
        'accuracy/weak': weak,
        'accuracy/student': student,
        'accuracy/ceiling': ceiling,
      }
    },
  }
}
