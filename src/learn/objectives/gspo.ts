import { UserError } from '../../core/index.ts'
import { add, cast, clip, div, exp, less, minimum, mul, neg, sub } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { confined } from './ratio.ts'
import { tokenTotalMean, turnMean } from './turns.ts'

export interface GspoOptions {
  /** The ratio of a turn is clipped to [1 − clipLow, 1 + clipHigh]. Defaults 3e-4 and 4e-4. */
  readonly clipLow?: number
  readonly clipHigh?: number
  /** Multiplies the entropy that is added to what is maximised. Default 0. */
  readonly entropyBonus?: Schedule
}

/**
 * loss = −mean over turns of min(sA, clip(s)A) + bonus·(mean entropy of its tokens), with
 * s = (π(turn)/π_behaviour(turn))^(1/length): group sequence policy optimisation.
 *
 * The ratio is one for the whole turn, the geometric mean of its tokens', so that it is as long-tailed for long
 * turns as for short ones; the clip range is far narrower than a token's. `clipFraction` is the share of turns whose
 * gradient the clip stops. Source: Zheng et al. 2025, "Group Sequence Policy Optimization".
 */
export function gspo(options: GspoOptions = {}) {
  const { clipLow = 3e-4, clipHigh = 4e-4, entropyBonus = 0 } = options
  if (!(clipLow > 0 && clipLow <= 1))
    throw new UserError(`gspo: clipLow is ${clipLow}; it must be in (0, 1].`)
  if (!(clipHigh > 0)) throw new UserError(`gspo: clipHigh is ${clipHigh}; it must be greater than 0.`)
  return defineObjective({
    name: 'gspo',
    unit: 'turn',
    inputs: [
      'logp',
      'entropy',
      'behaviourLogp',
      'length',
      'advantage',
      'weight',
      'turnWeight',
      'tokenWeight',
    ],
    scalars: { entropyBonus },
    build(batch, scalars) {
      const { logp, entropy, behaviourLogp, length, advantage } = batch
      const logRatio = confined(div(sub(logp, behaviourLogp), length))
      const ratio = exp(logRatio)
      const free = mul(ratio, advantage)
      const clipped = mul(clip(ratio, 1 - clipLow, 1 + clipHigh), advantage)
      const gain = add(minimum(free, clipped), mul(scalars.entropyBonus, div(entropy, length)))
      return {
        loss: neg(turnMean(gain, batch)),
        metrics: {
          entropy: tokenTotalMean(entropy, batch),
          clipFraction: turnMean(cast(less(clipped, free), 'float32'), batch),
          behaviourKl: turnMean(sub(sub(ratio, 1), logRatio), batch),
        },
      }
    },
  })
}
