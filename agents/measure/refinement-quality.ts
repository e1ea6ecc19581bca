import { average, type Json } from 'coevo/core'
import type { Evaluation, SessionKind } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { passes } from '../refinement.ts'
import type { Grown } from '../refinement-session.ts'

export interface RefinementQualityOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  /** Makes the sessions that are measured, one a problem. */
  readonly session: (given: {
    readonly problem: (session: number) => Problem
    readonly grown: (grown: Grown<Problem>) => void
  }) => SessionKind<Name>
  /** Where the dials stand, one set of problems after the other. */
  readonly sets: readonly PartialDifficulty<Dials>[]
  /** Of each set; fewer where there are no more. Default 64. */
  readonly problems?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

const METRICS = ['judging', 'repaired', 'depth', 'mistaken'] as const

/**
 * Measures by the task's own verifier what judging and refining are worth, in sessions about test problems:
 *
 * - `judging`: the mean of the share of right responses that pass and of wrong ones that do not; guessing is ½.
 * - `repaired`: the share of wrong responses of which a right refinement was made.
 * - `depth`: where those were in their trees, on average, from 1 on.
 * - `mistaken`: the share of refinements that were found right and are wrong.
 *
 * A measure of which there was no case is 0; `judging` is then that of the others.
 */
export function refinementQuality<const Name extends string, Problem extends Json, Dials extends string>(
  options: RefinementQualityOptions<Name, Problem, Dials>,
): Evaluation<Name, (typeof METRICS)[number]> {
  const { task, sets, problems: count = 64, seed } = options
  const problems = sets.flatMap((difficulty) =>
    evaluationSet(task, { difficulty, count, seed, atMost: true }),
  )
  const found: Grown<Problem>[] = []
  const kind = options.session({
    problem: (session) => problems[session]!,
    grown: (session) => void found.push(session),
  })
  const isRight = (problem: Problem, text: string) => task.verify(problem, text).score === 1
  return {
    models: kind.models,
    metrics: METRICS,
    async evaluate({ models, seed: now, concurrency }) {
      found.length = 0
      await kind.play({ seed: now, sessions: [...problems.keys()], concurrency, models })
      const [right, wrong] = [1, 0].map((each) =>
        found.filter(({ verdict }) => Number(verdict.score === 1) === each),
      )
      const refined = found.flatMap(({ problem, tree: { refined } }) =>
        refined === null ? [] : [{ depth: refined.depth, isRight: isRight(problem, refined.text) }],
      )
      const repaired = wrong!.flatMap(({ problem, tree: { refined } }) =>
        refined !== null && isRight(problem, refined.text) ? [refined.depth] : [],
      )
      const judged = [
        right!.map(({ tree }) => passes(tree.nodes[0]!) === true),
        wrong!.map(({ tree }) => passes(tree.nodes[0]!) === false),
      ].filter(({ length }) => length > 0)
      return {
        judging: average(judged.map((each) => average(each.map(Number)))),
        repaired: repaired.length / Math.max(1, wrong!.length),
        depth: average(repaired),
        mistaken: average(refined.map((each) => Number(!each.isRight))),
      }
    },
  }
}
