import { sum } from '../../core/index.ts'
import { z } from 'zod'
import { numbers, requireOption, requireShare } from '../check.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { mixedWithUniform, normalised } from '../statistics.ts'
import { armCurriculum, returnsByArm, type ArmOptions } from './arm-curriculum.ts'

export interface SuccessOptions extends ArmOptions {
  /** How much older returns of an arm still count once a step brings newer ones: (0, 1]. Default 0.9. */
  readonly decay?: number
  /** How many attempts, half of them right, are supposed of each arm beside those seen: ≥ 0. Default 2. */
  readonly smoothing?: number
  /** The share of draws that is for all arms alike: [0, 1]. */
  readonly uniform?: number
}

/** How arms are weighed by their success: as probabilities, or numbers in proportion to them. */
export interface SuccessRule {
  readonly name: string
  readonly uniform: number
  /** success: by arm, in [0, 1]. Where all weights are 0, all arms are drawn alike. */
  weigh(success: readonly number[]): readonly number[]
}

/**
 * Draws arms by how often they succeed: the mean of their returns, older ones counting less.
 *
 * @throws UserError for options out of range.
 */
export function bySuccess(rule: SuccessRule, options: SuccessOptions): ArmCurriculum {
  const { name } = rule
  const { arms, decay = 0.9, smoothing = 2, uniform = rule.uniform } = options
  requireOption(name, 'decay', decay, decay > 0 && decay <= 1, 'above 0 and at most 1')
  requireOption(name, 'smoothing', smoothing, smoothing >= 0 && smoothing < Infinity, 'from 0 on')
  requireShare(name, 'uniform', uniform)
  type State = { readonly won: readonly number[]; readonly tried: readonly number[] }
  const successOf = ({ won, tried }: State) =>
    arms.map((_, arm) => {
      const attempts = tried[arm]! + smoothing
      return attempts === 0 ? 1 / 2 : (won[arm]! + smoothing / 2) / attempts
    })
  return armCurriculum<State>({
    name,
    arms,
    schema: z.strictObject({ won: numbers(arms.length), tried: numbers(arms.length) }),
    initial: { won: arms.map(() => 0), tried: arms.map(() => 0) },
    probabilities: (state) => mixedWithUniform(normalised(rule.weigh(successOf(state))), uniform),
    learn({ won, tried }, outcomes) {
      const returns = returnsByArm(arms, outcomes)
      const kept = returns.map((own) => (own.length === 0 ? 1 : decay))
      return {
        won: won.map((each, arm) => kept[arm]! * each + sum(returns[arm]!)),
        tried: tried.map((each, arm) => kept[arm]! * each + returns[arm]!.length),
      }
    },
    metrics(state) {
      const success = successOf(state)
      return Object.fromEntries(arms.map((arm, i) => [`curriculum/success/${arm}`, success[i]!]))
    },
  })
}
