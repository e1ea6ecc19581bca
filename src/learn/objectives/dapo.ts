import { defineObjective } from '../objective.ts'
import { ppo, type PpoOptions } from './ppo.ts'

/**
 * DAPO's loss: `ppo` with its upper bound raised to 0.28 and one mean over all tokens of the batch, without KL.
 *
 * The rest of DAPO is elsewhere: `grpo({ dropUniform: true })` drops the groups that teach nothing, as its dynamic
 * sampling does, and `overlongPenalty` is added to the returns. Source: Yu et al. 2025, "DAPO: An Open-Source LLM
 * Reinforcement Learning System at Scale".
 */
export function dapo(options: PpoOptions = {}) {
  return defineObjective({
    ...ppo({ clipLow: 0.2, clipHigh: 0.28, normaliser: 'tokens', ...options }),
    name: 'dapo',
  })
}
