import { defineObjective } from '../objective.ts'
import { withKl, type KlOptions } from './kl.ts'
import { ppo, type PpoOptions } from './ppo.ts'

export interface GrpoObjectiveOptions extends PpoOptions {
  /** β and how the divergence is estimated; its normaliser is that of the rest. Default: k3. */
  readonly kl: Omit<KlOptions, 'normaliser'>
}

/**
 * GRPO's loss: `ppo`'s clipped surrogate − β·KL(π ‖ reference), by tokens.
 *
 * As published it is a mean over the tokens of each response and then over responses: estimate with
 * `byResponse(grpo())`, which weighs tokens so. Without KL it is `ppo`, and Dr. GRPO is
 * `ppo({ normaliser: { turnsOfLength } })` with `grpo({ deviation: 'none' })`. Source: Shao et al. 2024,
 * "DeepSeekMath", equation 3.
 */
export function grpoObjective({ kl, normaliser = 'tokens', ...options }: GrpoObjectiveOptions) {
  return defineObjective({
    ...withKl(ppo({ ...options, normaliser }), { ...kl, normaliser }),
    name: 'grpo',
  })
}
