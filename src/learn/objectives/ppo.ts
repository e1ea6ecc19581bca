import { UserError } from '../../core/index.ts'
import { add, cast, clip, exp, less, minimum, mul, neg, sub } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { checkNormaliser, normalised, tokenMean, type Normaliser } from './average.ts'
import { confined } from './ratio.ts'

export interface PpoOptions {
  /** The ratio is clipped to [1 − clipLow, 1 + clipHigh]. Both default to 0.2. */
  readonly clipLow?: number
  readonly clipHigh?: number
  /** Default 'turns'. SPIRAL: `{ turnsOfLength: 4096 }`; DAPO: 'tokens'. */
  readonly normaliser?: Normaliser
  /** Multiplies the entropy that is added to what is maximised. Default 0. */
  readonly entropyBonus?: Schedule
}

/**
 * loss = −Σ weight·(min(ρA, clip(ρ)A) + bonus·entropy) / N with ρ = π / π_behaviour for each token, entropy included:
 * divided by turns, the surrogate and the bonus are both sums over a turn's tokens.
 *
 * `clipFraction` is the share of tokens whose gradient the clip stops; `behaviourKl` estimates
 * KL(behaviour ‖ π) by ρ − 1 − ln ρ. Sources: Schulman et al. 2017 (clip); Yu et al. 2025, "DAPO" (two
 * bounds, token mean); Liu et al. 2025, "Dr. GRPO" (constant length).
 */
export function ppo(options: PpoOptions = {}) {
  const { clipLow = 0.2, clipHigh = 0.2, normaliser = 'turns', entropyBonus = 0 } = options
  if (!(clipLow > 0 && clipLow <= 1)) throw new UserError(`ppo: clipLow is ${clipLow}; it must be in (0, 1].`)
  if (!(clipHigh > 0)) throw new UserError(`ppo: clipHigh is ${clipHigh}; it must be greater than 0.`)
  checkNormaliser(normaliser, 'ppo')
  return defineObjective({
    name: 'ppo',
    inputs: ['logp', 'entropy', 'behaviourLogp', 'advantage', 'weight', 'tokenWeight', 'turnWeight'],
    scalars: { entropyBonus },
    build(batch, scalars) {
      const { logp, entropy, behaviourLogp, advantage } = batch
      const logRatio = confined(sub(logp, behaviourLogp))
      const ratio = exp(logRatio)
      const free = mul(ratio, advantage)
      const clipped = mul(clip(ratio, 1 - clipLow, 1 + clipHigh), advantage)
      const gain = add(minimum(free, clipped), mul(scalars.entropyBonus, entropy))
      return {
        loss: neg(normalised(gain, batch, normaliser)),
        metrics: {
          entropy: tokenMean(entropy, batch),
          clipFraction: tokenMean(cast(less(clipped, free), 'float32'), batch),
          behaviourKl: tokenMean(sub(sub(ratio, 1), logRatio), batch),
        },
      }
    },
  })
}
