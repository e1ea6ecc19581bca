import { z } from 'zod'
import { count, numbers, requireCount, requireOption } from '../../check.ts'
import type { ArmCurriculum } from '../../curriculum.ts'
import { slope } from '../../statistics.ts'
import { armCurriculum } from '../arm-curriculum.ts'
import { scored, scores } from './history.ts'
import type { TsclRateOptions } from './online.ts'
import { policyOf, slopeMetrics } from './policy.ts'

export interface TsclNaiveOptions extends TsclRateOptions {
  /** K, for how many steps the teacher keeps to what it chose: 2 … Default 10. */
  readonly period?: number
}

/**
 * The teacher that works on the same for K steps and then looks at the slopes: Q ← Q + α (slope − Q) for every
 * arm with two scores at least, by least squares over those steps.
 *
 * Source: Matiisen et al., "Teacher–Student Curriculum Learning" (2017), Naive algorithm, in the form of its
 * code, where what is kept for K steps is a distribution over arms.
 *
 * @throws UserError for options out of range.
 */
export function tsclNaive(options: TsclNaiveOptions): ArmCurriculum {
  const { arms, rate = 0.1, period = 10 } = options
  const name = 'tscl-naive'
  requireOption(name, 'rate', rate, rate > 0 && rate <= 1, 'above 0 and at most 1')
  requireCount(name, 'period', period, 2)
  const policy = policyOf(name, options)
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({ values: numbers(arms.length), step: count, scores: scores(arms.length) }),
    initial: { values: arms.map(() => 0), step: 0, scores: arms.map(() => []) },
    probabilities: ({ values }) => policy(values),
    learn({ values, step, scores }, outcomes) {
      const all = scored(scores, step, outcomes, period)
      if (step + 1 < period) return { values, step: step + 1, scores: all }
      return {
        values: values.map((value, arm) => {
          const pairs = all[arm]!
          return pairs.length < 2 ? value : value + rate * (slope(pairs) - value)
        }),
        step: 0,
        scores: arms.map(() => []),
      }
    },
    metrics: ({ values }) => slopeMetrics(arms, values),
  })
}
