import { add, div, exp, log, mul, neg, sub, sum } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import { checkSchedule, type Schedule } from '../schedule.ts'
import { checkNormaliser, normalised, tokenMean, type Normaliser } from './average.ts'
import { confined } from './ratio.ts'

export interface MagneticMirrorDescentOptions {
  /** α ≥ 0: the pull of the magnet, the uniform distribution over the allowed tokens. */
  readonly alpha: Schedule
  /** η > 0: the step size; 1/η pulls towards the policy before the update. */
  readonly stepSize: Schedule
  /** Default 'turns'. */
  readonly normaliser?: Normaliser
}

/**
 * loss = −Σ weight·(ρA − α·KL(π ‖ magnet) − (1/η)·KL(π ‖ π_t)) / N with ρ = π / π_behaviour.
 *
 * π_t is the policy when the call to `learn` began; both divergences are exact, over all allowed tokens.
 * The pull to π_t has no gradient before the first update of a call, so it takes several epochs to matter.
 * Source: Sokota et al. 2023, "A Unified Approach to Reinforcement Learning, Quantal Response Equilibria,
 * and Two-Player Zero-Sum Games" (magnetic mirror descent), with a uniform magnet and sampled advantages.
 */
export function magneticMirrorDescent({
  alpha,
  stepSize,
  normaliser = 'turns',
}: MagneticMirrorDescentOptions) {
  checkSchedule(alpha, 'magneticMirrorDescent: alpha', 'not negative')
  checkSchedule(stepSize, 'magneticMirrorDescent: stepSize', 'positive')
  checkNormaliser(normaliser, 'magneticMirrorDescent')
  return defineObjective({
    name: 'magnetic-mirror-descent',
    inputs: [
      'logp',
      'logProbabilities',
      'probabilities',
      'entropy',
      'choices',
      'behaviourLogp',
      'anchorLogProbabilities',
      'advantage',
      'weight',
      'tokenWeight',
      'turnWeight',
    ],
    scalars: { alpha, stepSize },
    build(batch, scalars) {
      const { logp, logProbabilities, probabilities, entropy, behaviourLogp, anchorLogProbabilities } = batch
      const ratio = exp(confined(sub(logp, behaviourLogp)))
      const magnetKl = sub(log(batch.choices), entropy)
      const anchorKl = sum(mul(probabilities, sub(logProbabilities, anchorLogProbabilities)), { axes: [1] })
      const pull = add(mul(scalars.alpha, magnetKl), div(anchorKl, scalars.stepSize))
      return {
        loss: neg(normalised(sub(mul(ratio, batch.advantage), pull), batch, normaliser)),
        metrics: {
          entropy: tokenMean(entropy, batch),
          magnetKl: tokenMean(magnetKl, batch),
          anchorKl: tokenMean(anchorKl, batch),
        },
      }
    },
  })
}
