import { stream, type Json } from 'coevo/core'
import { majorityVote, pessimisticChoice } from 'coevo/learn'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { answersTo } from './answers.ts'
import { shareOf } from './share.ts'
import { verdictsOn } from './verdicts.ts'
import { afterAnswer } from './votes.ts'

export interface CheckedAnswersOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly solver: Name
  readonly verifier: Name
  /** Where the dials stand, one set of problems after the other. */
  readonly sets: readonly PartialDifficulty<Dials>[]
  /** Of each set; fewer where there are no more. Default 64. */
  readonly problems?: number
  /** N: of the solver to each problem. Default 8. */
  readonly answers?: number
  /** M: of the verifier on each answer; odd, so that most of them say something. Default 5. */
  readonly checks?: number
  /** Of a check; default: what a solution and a verdict may need. */
  readonly maxNewTokens?: number
  /** α of the pessimistic choice. Default 0.1. */
  readonly penalty?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

const METRICS = [
  'verifier',
  'verifier/right',
  'verifier/wrong',
  'verifier/repeated',
  'solver',
  'majority',
  'best',
  'pessimistic',
  'gain',
] as const

/**
 * Measures a verifier on a solver's answers to test problems, all of them sampled, and what comes of choosing by it.
 *
 * 'verifier' is the share of checks that come to the truth, on answers that are 'right' and on those that are 'wrong';
 * 'repeated' the same of the majority of an answer's checks. 'solver' is the share of answers that are right; of those
 * that are chosen among all to a problem that can be read, by their 'majority', by the 'best' mean verdict and by a
 * 'pessimistic' one. 'gain' is pessimistic less majority.
 */
export function checkedAnswers<const Name extends string, Problem extends Json, Dials extends string>(
  options: CheckedAnswersOptions<Name, Problem, Dials>,
): Evaluation<Name, (typeof METRICS)[number]> {
  const { task, sets, problems: count = 64, answers = 8, checks = 5, penalty = 0.1, seed } = options
  const { maxNewTokens = task.maxWords + 2 } = options
  const problems = sets.flatMap((difficulty) =>
    evaluationSet(task, { difficulty, count, seed, atMost: true }),
  )
  const posed = problems.flatMap((problem) => Array<Problem>(answers).fill(problem))
  const questions = posed.map((problem) => task.prompt(problem))
  return {
    models: [...new Set([options.solver, options.verifier])],
    metrics: METRICS,
    async evaluate({ models, seed: own }) {
      const texts = await answersTo(models[options.solver], questions, {
        maxNewTokens: task.maxWords + 1,
        temperature: 1,
        random: (i) => stream(own, 'solution', i),
      })
      const claims = texts.map((answer, i) => ({ question: questions[i]!, answer }))
      const verdicts = await verdictsOn(models[options.verifier], claims, {
        checks,
        maxNewTokens,
        name: [own, 'answers'],
      })
      const solutions = texts.map((text, i) => {
        const { score, readable } = task.verify(posed[i]!, text)
        return {
          answer: afterAnswer(text),
          right: score === 1,
          readable,
          checks: verdicts[i]!,
          verdicts: verdicts[i]!.map((check) => (check === true ? 1 : 0)),
        }
      })
      const groups = problems.map((_, i) => solutions.slice(i * answers, (i + 1) * answers))
      /** The share of problems where the chosen answer is right. */
      const chosen = (choose: (group: typeof solutions) => string) =>
        shareOf(
          groups.map((all) => {
            const group = all.filter(({ readable }) => readable)
            if (group.length === 0) return false
            const choice = choose(group)
            return group.find(({ answer }) => answer === choice)!.right
          }),
        )
      const told = (some: typeof solutions) =>
        shareOf(some.flatMap(({ right, checks }) => checks.map((check) => check === right)))
      const majority = chosen((group) => majorityVote(group.map(({ answer }) => answer)).winner!)
      const pessimistic = chosen((group) => pessimisticChoice(group, { penalty })!.answer)
      return {
        verifier: told(solutions),
        'verifier/right': told(solutions.filter(({ right }) => right)),
        'verifier/wrong': told(solutions.filter(({ right }) => !right)),
        'verifier/repeated': shareOf(solutions.map(({ right, checks }) => 2 * shareOf(checks) > 1 === right)),
        solver: shareOf(solutions.map(({ right }) => right)),
        majority,
        best: chosen((group) => pessimisticChoice(group, { penalty: 0 })!.answer),
        pessimistic,
        gain: pessimistic - majority,
      }
    },
  }
}
