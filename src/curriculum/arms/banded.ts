import { UserError } from '../../core/index.ts'
import { requireShare } from '../check.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { bySuccess, type SuccessOptions } from './by-success.ts'

export interface BandedOptions extends SuccessOptions {
  /** The success that an arm must have to be drawn: 0 ≤ low ≤ high ≤ 1. Default [0.25, 0.75]. */
  readonly band?: readonly [low: number, high: number]
}

/**
 * Draws the arms whose success is in a band, all alike; where none is, those that are nearest to it.
 *
 * uniform: default 0.1, so that arms are found that have come into the band.
 *
 * Source: Huang et al., "R-Zero: Self-Evolving Reasoning LLM from Zero Data" (2025), who keep questions within
 * ¼ of ½; Florensa et al., "Automatic Goal Generation for Reinforcement Learning Agents" (2018), who keep goals
 * from 0.1 to 0.9.
 *
 * @throws UserError for options out of range.
 */
export function banded(options: BandedOptions): ArmCurriculum {
  const { band: [low, high] = [0.25, 0.75] } = options
  requireShare('banded', 'band[0]', low)
  requireShare('banded', 'band[1]', high)
  if (low > high)
    throw new UserError(`banded: the band goes from ${low} to ${high}; give the lower end first.`)
  const weigh = (success: readonly number[]) => {
    const distances = success.map((p) => Math.max(low - p, p - high, 0))
    const least = Math.min(...distances)
    return distances.map((distance) => (distance === least ? 1 : 0))
  }
  return bySuccess({ name: 'banded', uniform: 0.1, weigh }, options)
}
