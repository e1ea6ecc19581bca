import { z } from 'zod'
import { count, requireCount } from '../../check.ts'
import type { ArmCurriculum } from '../../curriculum.ts'
import { slope } from '../../statistics.ts'
import { armCurriculum } from '../arm-curriculum.ts'
import { scored, scores, type Scores } from './history.ts'
import { policyOf, slopeMetrics, type TsclOptions } from './policy.ts'

export interface TsclWindowOptions extends TsclOptions {
  /** How many scores of an arm its slope is taken of: 2 … Default 10. */
  readonly window?: number
}

/**
 * The teacher that looks at the slope of each arm's last scores over steps; an arm with fewer than two counts
 * as 1, steeper than any slope, so that all are tried.
 *
 * Source: Matiisen et al., "Teacher–Student Curriculum Learning" (2017), Window algorithm.
 *
 * @throws UserError for options out of range.
 */
export function tsclWindow(options: TsclWindowOptions): ArmCurriculum {
  const { arms, window = 10 } = options
  const name = 'tscl-window'
  requireCount(name, 'window', window, 2)
  const policy = policyOf(name, options)
  const slopesOf = (all: Scores) => all.map((pairs) => (pairs.length < 2 ? 1 : slope(pairs)))
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({ step: count, scores: scores(arms.length) }),
    initial: { step: 0, scores: arms.map(() => []) },
    probabilities: ({ scores }) => policy(slopesOf(scores)),
    learn: ({ step, scores }, outcomes) => ({
      step: step + 1,
      scores: scored(scores, step, outcomes, window),
    }),
    metrics: ({ scores }) => slopeMetrics(arms, slopesOf(scores)),
  })
}
