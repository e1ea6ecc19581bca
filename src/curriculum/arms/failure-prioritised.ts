import type { ArmCurriculum } from '../curriculum.ts'
import { bySuccess, type SuccessOptions } from './by-success.ts'

/**
 * Draws arms in proportion to 1 − success: what fails most, most.
 *
 * Source: Kimi Team, "Kimi k1.5: Scaling Reinforcement Learning with LLMs" (2025), prioritised sampling. Decay
 * and smoothing are ours: the paper counts every problem's success from the beginning.
 *
 * @throws UserError for options out of range.
 */
export function failurePrioritised(options: SuccessOptions): ArmCurriculum {
  return bySuccess(
    { name: 'failure-prioritised', uniform: 0, weigh: (success) => success.map((p) => 1 - p) },
    options,
  )
}
