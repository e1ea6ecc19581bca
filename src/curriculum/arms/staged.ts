import { average } from '../../core/index.ts'
import { z } from 'zod'
import { count, requireCount, requireShare } from '../check.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { armCurriculum, type ArmOptions } from './arm-curriculum.ts'

/**
 * Tables of stages by number of arms: a row a stage, a probability an arm; every row sums to 1. A row of index
 * i < arms leads to arm i; a row beyond them is a last stage for all.
 */
export const STAGES = {
  /** Each arm alone, and at last all alike. */
  'one-hot': (arms: number) => [...square(arms, (stage, arm) => (arm === stage ? 1 : 0)), even(arms)],
  /** All arms so far alike. */
  mixed: (arms: number) => square(arms, (stage, arm) => (arm <= stage ? 1 / (stage + 1) : 0)),
  /** Half of all for the stage's own arm, and half for all so far alike; at last all arms alike. */
  combined: (arms: number) => [
    ...square(arms, (stage, arm) => {
      const share = arm <= stage ? 1 / (2 * (stage + 1)) : 0
      return arm === stage ? 1 / 2 + share : share
    }),
    even(arms),
  ],
} as const satisfies Record<string, (arms: number) => number[][]>

export interface StagedOptions extends ArmOptions {
  /** Default 'combined'. */
  readonly stages?: keyof typeof STAGES
  /** A stage ends once the success at its own arm is above this: [0, 1]. Default 0.99. */
  readonly threshold?: number
  /** Over how many of the newest returns of that arm in the stage the success is taken: 1 … Default 200. */
  readonly window?: number
}

/**
 * A schedule made by hand: stages with fixed probabilities, each left once its own arm is mastered.
 *
 * Source: Zaremba and Sutskever, "Learning to Execute" (2014), and the baselines of Matiisen et al., "Teacher–Student
 * Curriculum Learning" (2017), who advance at a training accuracy above 0.99 in an epoch; how many attempts
 * stand for an epoch is `window`.
 *
 * @throws UserError for options out of range.
 */
export function staged(options: StagedOptions): ArmCurriculum {
  const { arms, stages = 'combined', threshold = 0.99, window = 200 } = options
  const name = `staged-${stages}`
  requireShare(name, 'threshold', threshold)
  requireCount(name, 'window', window)
  const rows = STAGES[stages](arms.length)
  return armCurriculum({
    name,
    arms,
    schema: z.strictObject({
      stage: z
        .int()
        .min(0)
        .max(rows.length - 1),
      steps: count,
      returns: z.array(z.number()).max(window),
    }),
    initial: { stage: 0, steps: 0, returns: [] },
    probabilities: ({ stage }) => rows[stage]!,
    learn({ stage, steps, returns }, outcomes) {
      const own = outcomes.filter(({ choice }) => choice === stage).flatMap((outcome) => outcome.returns)
      const newest = [...returns, ...own].slice(-window)
      const isMastered = newest.length === window && average(newest) > threshold
      return isMastered && stage < rows.length - 1
        ? { stage: stage + 1, steps: 0, returns: [] }
        : { stage, steps: steps + 1, returns: newest }
    },
    metrics: ({ stage, steps }) => ({ 'curriculum/stage/number': stage, 'curriculum/stage/steps': steps }),
  })
}

function square(arms: number, probability: (stage: number, arm: number) => number): number[][] {
  return Array.from({ length: arms }, (_, stage) =>
    Array.from({ length: arms }, (_, arm) => probability(stage, arm)),
  )
}

function even(arms: number): number[] {
  return Array.from({ length: arms }, () => 1 / arms)
}
