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
  /**
   * What an arm with fewer than two scores in a period has for a slope: 'one' (default), as in the published code, so
   * that it is tried next; 'kept' leaves its value. Where steps work on few arms, 'one' is more than any slope is.
   */
  readonly untested?: 'one' | 'kept'
}

/**
 * The teacher that works on the same for K steps and then looks at the slopes: Q ← Q + α (slope − Q) for every
 * arm, by least squares from each of its scores to the next.
 *
 * Source: Matiisen et al., "Teacher–Student Curriculum Learning" (2017), Naive algorithm, in the form of its
 * code (`NaiveSlopeBanditTeacher`), where what is kept for K steps is a distribution over arms.
 *
 * @throws UserError for options out of range.
 */
export function tsclNaive(options: TsclNaiveOptions): ArmCurriculum {
  const { arms, rate = 0.1, period = 10, untested = 'one' } = options
  const name = 'tscl-naive'
  requireOption(name, 'rate', rate, rate > 0 && rate <= 1, 'above 0 and at most 1')
  requireCount(name, 'period', period, 2)
  requireOption(name, 'untested', untested, untested === 'one' || untested === 'kept', "'one' or 'kept'")
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
          const own = all[arm]!.map(([, score], i) => [i, score] as const)
          if (own.length < 2 && untested === 'kept') return value
          return value + rate * ((own.length < 2 ? 1 : slope(own)) - value)
        }),
        step: 0,
        scores: arms.map(() => []),
      }
    },
    metrics: ({ values }) => slopeMetrics(arms, values),
  })
}
