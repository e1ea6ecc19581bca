import type { ArmCurriculum } from '../curriculum.ts'
import { bySuccess, type SuccessOptions } from './by-success.ts'

/**
 * Draws arms in proportion to p (1 − p), where p is their success: what is neither mastered nor hopeless.
 *
 * Source: Rutherford et al., "No Regrets: Investigating and Improving Regret Approximations for Curriculum
 * Discovery" (2024), who score levels so; as a rule for arms it is ours.
 *
 * @throws UserError for options out of range.
 */
export function learnability(options: SuccessOptions): ArmCurriculum {
  return bySuccess(
    { name: 'learnability', uniform: 0, weigh: (success) => success.map((p) => p * (1 - p)) },
    options,
  )
}
