import { average, sum } from '../../../core/index.ts'
import { z } from 'zod'
import { numbers, requireCount, requireShare } from '../../check.ts'
import type { ArmCurriculum } from '../../curriculum.ts'
import { mixedWithUniform } from '../../statistics.ts'
import { armCurriculum, returnsByArm } from '../arm-curriculum.ts'
import { sizeOf, slopeMetrics, type TsclOptions } from './policy.ts'

export interface TsclSamplingOptions extends Omit<TsclOptions, 'policy' | 'temperature'> {
  /** How many changes of an arm are remembered: 1 … Default 10. */
  readonly window?: number
}

/**
 * The teacher by Thompson sampling: a draw takes one remembered change of score of each arm, all alike, and
 * then the arm of the greatest; an arm without any counts as 1, so that all are tried.
 *
 * Every draw does so anew. The probabilities are exact, worked out over all that can be drawn.
 *
 * Source: Matiisen et al., "Teacher–Student Curriculum Learning" (2017), Sampling algorithm, with the share
 * of uniform draws that its code adds.
 *
 * @throws UserError for options out of range.
 */
export function tsclSampling(options: TsclSamplingOptions): ArmCurriculum {
  const { arms, window = 10, epsilon = 0.1 } = options
  const name = 'tscl-sampling'
  requireCount(name, 'window', window)
  requireShare(name, 'epsilon', epsilon)
  const size = sizeOf(options)
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({
      last: numbers(arms.length),
      changes: z.array(z.array(z.number()).max(window)).length(arms.length),
    }),
    initial: { last: arms.map(() => 0), changes: arms.map((): number[] => []) },
    probabilities: ({ changes }) =>
      mixedWithUniform(
        winningOdds(changes.map((each) => (each.length === 0 ? [1] : each.map(size)))),
        epsilon,
      ),
    learn({ last, changes }, outcomes) {
      const scores = returnsByArm(arms, outcomes).map((returns) =>
        returns.length === 0 ? null : average(returns),
      )
      return {
        last: last.map((score, arm) => scores[arm] ?? score),
        changes: changes.map((each, arm) => {
          const score = scores[arm] ?? null
          return score === null ? each : [...each, score - last[arm]!].slice(-window)
        }),
      }
    },
    metrics: ({ changes }) => slopeMetrics(arms, changes.map(average)),
  })
}

/**
 * Returns how likely each list gives the greatest value where one value of each is drawn, all of a list alike;
 * those that tie share.
 */
export function winningOdds(lists: readonly (readonly number[])[]): number[] {
  return lists.map((own, i) =>
    sum(
      own.map((value) => {
        // ties[k]: the probability that no other list so far gives more, and k of them give as much.
        let ties = [1]
        for (const [j, list] of lists.entries()) {
          if (j === i) continue
          const below = list.filter((each) => each < value).length / list.length
          const equal = list.filter((each) => each === value).length / list.length
          if (below + equal === 0) return 0
          ties = (equal === 0 ? ties : [...ties, 0]).map((p, k) => p * below + (ties[k - 1] ?? 0) * equal)
        }
        return sum(ties.map((p, k) => p / (k + 1))) / own.length
      }),
    ),
  )
}
