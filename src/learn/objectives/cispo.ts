import { UserError } from '../../core/index.ts'
import { add, cast, clip, equal, exp, mul, neg, not, sub } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { checkNormaliser, normalised, tokenMean, type Normaliser } from './average.ts'
import { confined } from './ratio.ts'

export interface CispoOptions {
  /** A token's weight is clipped to [1 − clipLow, 1 + clipHigh]. Default 1: no lower bound. */
  readonly clipLow?: number
  /** Default 4: a token counts at most five times. */
  readonly clipHigh?: number
  /** Default 'tokens'. */
  readonly normaliser?: Normaliser
  /** Multiplies the entropy that is added to what is maximised. Default 0. */
  readonly entropyBonus?: Schedule
}

/**
 * loss = −Σ weight·(sg(clip(ρ))·A·ln π + bonus·entropy) / N with ρ = π / π_behaviour for each token, sg: no gradient.
 *
 * What is clipped is how much a token counts, so that none loses its gradient, as those beyond PPO's bounds do.
 * `clipFraction` is the share of tokens whose weight was clipped. Sources: MiniMax 2025, "MiniMax-M1"; Khatri et
 * al. 2025, "The Art of Scaling Reinforcement Learning Compute for LLMs" (ScaleRL, whose upper bound of 5, ε_max, is the
 * default; in TRL it is `epsilon_high`).
 */
export function cispo(options: CispoOptions = {}) {
  const { clipLow = 1, clipHigh = 4, normaliser = 'tokens', entropyBonus = 0 } = options
  if (!(clipLow > 0 && clipLow <= 1))
    throw new UserError(`cispo: clipLow is ${clipLow}; it must be in (0, 1].`)
  if (!(clipHigh > 0)) throw new UserError(`cispo: clipHigh is ${clipHigh}; it must be greater than 0.`)
  checkNormaliser(normaliser, 'cispo')
  return defineObjective({
    name: 'cispo',
    inputs: [
      'logp',
      'detachedLogp',
      'entropy',
      'behaviourLogp',
      'advantage',
      'weight',
      'tokenWeight',
      'turnWeight',
    ],
    scalars: { entropyBonus },
    build(batch, scalars) {
      const { logp, detachedLogp, entropy, behaviourLogp, advantage } = batch
      const ratio = exp(confined(sub(detachedLogp, behaviourLogp)))
      const clipped = clip(ratio, 1 - clipLow, 1 + clipHigh)
      const gain = add(mul(mul(clipped, advantage), logp), mul(scalars.entropyBonus, entropy))
      return {
        loss: neg(normalised(gain, batch, normaliser)),
        metrics: {
          entropy: tokenMean(entropy, batch),
          clipFraction: tokenMean(cast(not(equal(clipped, ratio)), 'float32'), batch),
        },
      }
    },
  })
}
