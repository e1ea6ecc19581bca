import { average } from '../../../core/index.ts'
import { z } from 'zod'
import type { Outcome } from '../../curriculum.ts'

/** By arm, the step and the mean return of each step that worked on it. */
export type Scores = readonly (readonly (readonly [step: number, score: number])[])[]

export const scores = (arms: number): z.ZodType<Scores> =>
  z.array(z.array(z.tuple([z.number(), z.number()]))).length(arms)

/** Adds a step's mean return of every arm that it worked on; each arm keeps its newest ones. */
export function scored(
  scores: Scores,
  step: number,
  outcomes: readonly Outcome<number>[],
  window: number,
): Scores {
  return scores.map((pairs, arm) => {
    const returns = outcomes.filter(({ choice }) => choice === arm).flatMap((outcome) => outcome.returns)
    return returns.length === 0 ? pairs : [...pairs, [step, average(returns)] as const].slice(-window)
  })
}
