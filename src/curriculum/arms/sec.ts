import { sum } from '../../core/index.ts'
import { z } from 'zod'
import { numbers, requireOption, requirePositive } from '../check.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { meanAbsoluteAdvantage, softmax } from '../statistics.ts'
import { armCurriculum, type ArmOptions } from './arm-curriculum.ts'

export interface SecOptions extends ArmOptions {
  /** α, how far a step moves the value of an arm: (0, 1]. Default 0.5. */
  readonly rate?: number
  /** τ > 0. Default 1, published for Countdown; 0.4 for mathematics, 0.2 for categories × levels. */
  readonly temperature?: number
  /** Whether an arm that no outcome is of keeps its value, or moves towards 0 as if it had taught nothing. Default 'keep'. */
  readonly unsampled?: 'keep' | 'decay'
}

/**
 * The self-evolving curriculum: a bandit whose reward is how much there was to learn.
 *
 * An arm's reward r is the mean |advantage| of its attempts in the step (an outcome's score, or |Â| as GRPO
 * normalises its returns), weighted by attempts; Q ← Q + α (r − Q) from Q = 0; arms are drawn from softmax(Q / τ).
 * With returns 0 and 1, E|Â| = 2 √(p (1 − p)): it seeks arms that succeed half the time.
 *
 * Source: Chen et al., "Self-Evolving Curriculum for LLM Reasoning" (2025). `unsampled: 'decay'` is what a
 * public implementation does, where the reward of an arm that was not drawn counts as 0.
 *
 * @throws UserError for options out of range.
 */
export function sec(options: SecOptions): ArmCurriculum {
  const { arms, rate = 0.5, temperature = 1, unsampled = 'keep' } = options
  requireOption('sec', 'rate', rate, rate > 0 && rate <= 1, 'above 0 and at most 1')
  requirePositive('sec', 'temperature', temperature)
  return armCurriculum({
    name: 'sec',
    arms,
    schema: z.strictObject({ values: numbers(arms.length) }),
    initial: { values: arms.map(() => 0) },
    probabilities: ({ values }) => softmax(values, temperature),
    learn: ({ values }, outcomes) => ({
      values: values.map((value, arm) => {
        const own = outcomes.filter(({ choice }) => choice === arm)
        if (own.length === 0) return unsampled === 'keep' ? value : value - rate * value
        const learned = sum(
          own.map(({ returns, score }) => returns.length * (score ?? meanAbsoluteAdvantage(returns))),
        )
        const attempts = sum(own.map(({ returns }) => returns.length))
        return value + rate * (learned / attempts - value)
      }),
    }),
    metrics: ({ values }) =>
      Object.fromEntries(arms.map((arm, i) => [`curriculum/value/${arm}`, values[i]!])),
  })
}
