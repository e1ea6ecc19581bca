import { neg } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { tokenMean, type Normaliser } from './average.ts'
import { reinforce } from './reinforce.ts'

export interface SftOptions {
  /** Default 'tokens': the gradient of the mean cross-entropy of a token. */
  readonly normaliser?: Normaliser
  /** Multiplies the entropy that is added to what is maximised. Default 0. */
  readonly entropyBonus?: Schedule
}

/**
 * Imitates: loss = −Σ advantage·ln π / N, the advantage being how much an answer is to be imitated.
 *
 * It is `reinforce` under the name by which it is known, by tokens, with the cross-entropy `nll` (nats a token) beside.
 * With `returns()` and returns of 1 it is supervised fine-tuning; with weights ≥ 0 as returns weighted SFT, as of
 * Socratic-Zero's generator; with returns of 0 and 1 and `dropZero` rejection sampling; with `rewardWeighted()`
 * reward-weighted regression.
 */
export function sft({ normaliser = 'tokens', entropyBonus = 0 }: SftOptions = {}) {
  const weighted = reinforce({ normaliser, entropyBonus })
  return defineObjective({
    ...weighted,
    name: 'sft',
    build(batch, scalars) {
      const { loss, metrics } = weighted.build(batch, scalars)
      return { loss, metrics: { ...metrics, nll: tokenMean(neg(batch.logp), batch) } }
    },
  })
}
