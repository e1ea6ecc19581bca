import { UserError } from '../../core/index.ts'

export interface OverlongOptions {
  /** The longest completion, in tokens. Published: 20480. */
  readonly maximum?: number
  /** Over how many tokens before it the penalty grows. Published: 4096. */
  readonly buffer?: number
}

/**
 * Penalises a completion that comes near its limit: 0, then linearly down to −1 over the buffer, −1 beyond.
 *
 * length: in tokens. It is added to the reward. Source: Yu et al. 2025, "DAPO: An Open-Source LLM Reinforcement
 * Learning System at Scale".
 */
export function overlongPenalty(length: number, options: OverlongOptions = {}): number {
  const { maximum = 20480, buffer = 4096 } = options
  if (!(buffer > 0 && buffer <= maximum))
    throw new UserError(`overlongPenalty: buffer is ${buffer}; it must be in (0, ${maximum}].`)
  return Math.min(0, Math.max(-1, (maximum - buffer - length) / buffer))
}
