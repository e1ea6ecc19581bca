import { average } from '../../../core/index.ts'
import { z } from 'zod'
import { numbers, requireOption } from '../../check.ts'
import type { ArmCurriculum } from '../../curriculum.ts'
import { armCurriculum, returnsByArm } from '../arm-curriculum.ts'
import { policyOf, slopeMetrics, type TsclOptions } from './policy.ts'

export interface TsclRateOptions extends TsclOptions {
  /** α, how far one change moves the value of an arm: (0, 1]. Default 0.1. */
  readonly rate?: number
}

/**
 * The teacher that follows changes of score as they come: Q ← Q + α (Δ − Q), where Δ is what an arm's mean
 * return gained since the last step that had one, from 0.
 *
 * Where a step hands in a test of every arm, as the paper does for addition, every Q moves; else those of the
 * arms that were worked on.
 *
 * Source: Matiisen et al., "Teacher–Student Curriculum Learning" (2017), Online algorithm.
 *
 * @throws UserError for options out of range.
 */
export function tsclOnline(options: TsclRateOptions): ArmCurriculum {
  const { arms, rate = 0.1 } = options
  const name = 'tscl-online'
  requireOption(name, 'rate', rate, rate > 0 && rate <= 1, 'above 0 and at most 1')
  const policy = policyOf(name, options)
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({ values: numbers(arms.length), last: numbers(arms.length) }),
    initial: { values: arms.map(() => 0), last: arms.map(() => 0) },
    probabilities: ({ values }) => policy(values),
    learn({ values, last }, outcomes) {
      const scores = returnsByArm(arms, outcomes).map((returns, arm) =>
        returns.length === 0 ? null : { score: average(returns), change: average(returns) - last[arm]! },
      )
      return {
        values: values.map((value, arm) => value + rate * ((scores[arm]?.change ?? value) - value)),
        last: last.map((score, arm) => scores[arm]?.score ?? score),
      }
    },
    metrics: ({ values }) => slopeMetrics(arms, values),
  })
}
