import { add, mul, neg } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { checkNormaliser, normalised, tokenMean, type Normaliser } from './average.ts'

export interface ReinforceOptions {
  /** Default 'turns': the gradient of the mean over turns of A·ln π(turn). */
  readonly normaliser?: Normaliser
  /** Multiplies the entropy that is added to what is maximised. Default 0. */
  readonly entropyBonus?: Schedule
}

/**
 * loss = −Σ weight·(advantage·ln π + bonus·entropy) / N.
 *
 * Source: Williams 1992. On-policy: turns of older weights are treated as if the present ones had sampled them.
 */
export function reinforce({ normaliser = 'turns', entropyBonus = 0 }: ReinforceOptions = {}) {
  checkNormaliser(normaliser, 'reinforce')
  return defineObjective({
    name: 'reinforce',
    inputs: ['logp', 'entropy', 'advantage', 'weight', 'tokenWeight', 'turnWeight'],
    scalars: { entropyBonus },
    build(batch, scalars) {
      const { logp, entropy, advantage } = batch
      const gain = add(mul(advantage, logp), mul(scalars.entropyBonus, entropy))
      return {
        loss: neg(normalised(gain, batch, normaliser)),
        metrics: { entropy: tokenMean(entropy, batch) },
      }
    },
  })
}
