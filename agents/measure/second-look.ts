import { stream, type Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { answersTo } from './answers.ts'
import { shareOf } from './share.ts'
import { askAgain } from '../classroom/words.ts'

export interface SecondLookOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly model: Name
  /** Where the dials stand, one set of problems after the other. */
  readonly sets: readonly PartialDifficulty<Dials>[]
  /** Of each set; fewer where there are no more. Default 128. */
  readonly problems?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

const METRICS = ['accuracy/first', 'accuracy/second', 'gain', 'repaired', 'spoiled'] as const

/**
 * Measures what a second look is worth to a model that writes what is most likely, on test problems: the share of
 * first and of second attempts that are right, `gain` (the second less the first), and the shares of all problems
 * that are `repaired` (wrong, then right) and `spoiled` (right, then wrong).
 */
export function secondLook<const Name extends string, Problem extends Json, Dials extends string>(
  options: SecondLookOptions<Name, Problem, Dials>,
): Evaluation<Name, (typeof METRICS)[number]> {
  const { task, model, sets, problems: count = 128, seed } = options
  const problems = sets.flatMap((difficulty) =>
    evaluationSet(task, { difficulty, count, seed, atMost: true }),
  )
  const questions = problems.map((problem) => task.prompt(problem))
  const asking = { maxNewTokens: task.maxWords + 1, temperature: 0, random: () => stream('greedy') }
  const judged = (answers: readonly string[]) =>
    answers.map((answer, i) => task.verify(problems[i]!, answer).score === 1)
  return {
    models: [model],
    metrics: METRICS,
    async evaluate({ models }) {
      const firsts = await answersTo(models[model], questions, asking)
      const again = questions.map((question, i) => askAgain(question, firsts[i]!))
      const first = judged(firsts)
      const second = judged(await answersTo(models[model], again, asking))
      const repaired = shareOf(first.map((right, i) => !right && second[i]!))
      const spoiled = shareOf(first.map((right, i) => right && !second[i]!))
      return {
        'accuracy/first': shareOf(first),
        'accuracy/second': shareOf(second),
        gain: repaired - spoiled,
        repaired,
        spoiled,
      }
    },
  }
}
