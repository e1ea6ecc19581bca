import { UserError } from '../../core/index.ts'
import { exp, less, minimum, mul, neg, sub, where } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import { tokenTotalMean, turnMean } from './turns.ts'

export interface ToprOptions {
  /** A turn of negative advantage counts by its ratio π/π_behaviour up to this; > 0. Default 1. */
  readonly limit?: number
}

/**
 * loss = −mean over turns of wA·ln π(turn), with w = 1 where A ≥ 0 and w = min(π/π_behaviour, limit), without a
 * gradient, where A < 0: tapered off-policy REINFORCE.
 *
 * Meant for returns of ±1 as they are (`returns`), also of older weights: what was right is imitated at full weight,
 * while what was wrong stops counting once it has become unlikely, so that it cannot push without bound.
 * `negativeWeight` is the mean over turns of w where A < 0, and of 0 elsewhere. Source: Le Roux et al. 2025, "Tapered Off-Policy REINFORCE" (TOPR).
 */
export function topr({ limit = 1 }: ToprOptions = {}) {
  if (!(limit > 0)) throw new UserError(`topr: limit is ${limit}; it must be greater than 0.`)
  return defineObjective({
    name: 'topr',
    unit: 'turn',
    inputs: [
      'logp',
      'detachedLogp',
      'behaviourLogp',
      'entropy',
      'advantage',
      'weight',
      'turnWeight',
      'tokenWeight',
    ],
    scalars: {},
    build(batch) {
      const { logp, advantage } = batch
      const logRatio = sub(batch.detachedLogp, batch.behaviourLogp)
      // The limit goes inside the exponential, which could overflow.
      const tapered = exp(minimum(logRatio, Math.log(limit)))
      const negative = less(advantage, 0)
      const gain = mul(mul(where(negative, tapered, 1), advantage), logp)
      return {
        loss: neg(turnMean(gain, batch)),
        metrics: {
          entropy: tokenTotalMean(batch.entropy, batch),
          negativeWeight: turnMean(where(negative, tapered, 0), batch),
        },
      }
    },
  })
}
