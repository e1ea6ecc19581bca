import { lookUp } from '../../core/index.ts'
import { add, div, exp, mul, neg, square, sub, type Float } from '../../tensor/index.ts'
import { defineObjective, type BatchTensorName, type BatchTensors, type Objective } from '../objective.ts'
import { checkSchedule, type Schedule } from '../schedule.ts'
import { checkNormaliser, normalised, tokenMean, type Normaliser } from './average.ts'
import { confined } from './ratio.ts'

/** How KL(π ‖ reference) is estimated from the tokens that were sampled. */
export type KlEstimator = 'k1' | 'k2' | 'k3' | 'unbiased'

type Policies = Pick<BatchTensors, 'logp' | 'referenceLogp' | 'behaviourLogp'>

/** d of a token. */
const logRatio = ({ logp, referenceLogp }: Policies) => sub(referenceLogp, logp)

function k3(batch: Policies): Float {
  const d = confined(logRatio(batch))
  return sub(sub(exp(d), d), 1)
}

const ESTIMATES: Readonly<Record<KlEstimator, (batch: Policies) => Float>> = {
  k1: (batch) => neg(logRatio(batch)),
  k2: (batch) => div(square(logRatio(batch)), 2),
  k3,
  unbiased: (batch) => mul(exp(confined(sub(batch.logp, batch.behaviourLogp))), k3(batch)),
}

export interface KlOptions {
  /** β ≥ 0. */
  readonly coefficient: Schedule
  /** Default 'k3'. */
  readonly estimator?: KlEstimator
  /** As a rule that of the objective that it is added to. Default 'turns', as theirs by `reinforce` and `ppo`. */
  readonly normaliser?: Normaliser
}

const klInputs = ['logp', 'referenceLogp', 'pull', 'weight', 'tokenWeight', 'turnWeight'] as const
type KlInput = (typeof klInputs)[number] | 'behaviourLogp'

/**
 * Adds β·KL(π ‖ reference) to a loss: the pull to a reference policy, which the learner's `reference` names.
 *
 * With d = ln reference − ln π of a sampled token: k1 = −d, k2 = d²/2, k3 = e^d − d − 1 ≥ 0; the mean of k1 and k3
 * is the divergence. What a loss adds is their gradient, though, and on tokens of the policy itself the mean
 * gradient of k1 is 0, that of k2 is the divergence's and that of k3 the one of KL(reference ‖ π), which agrees
 * near the reference. 'unbiased' is ρ·k3 with ρ = π/π_behaviour: its value and its mean gradient are those of
 * KL(π ‖ reference) whichever policy wrote the tokens. The reference may also be a moving average of the weights: an EMA anchor. Reports `kl`.
 * A turn's `pull` says how much of it counts there.
 * Sources: Schulman 2020, "Approximating KL Divergence"; Shao et al. 2024, "DeepSeekMath" (k3 in GRPO's loss);
 * DeepSeek-AI 2025, "DeepSeek-V3.2", section 3.1, and TRL's `use_bias_correction_kl` ('unbiased').
 */
export function withKl<Input extends BatchTensorName, Scalar extends string, Metric extends string>(
  objective: Objective<Input, Scalar, Metric>,
  { coefficient, estimator = 'k3', normaliser = 'turns' }: KlOptions,
): Objective<Input | KlInput, Scalar | 'klCoefficient', Metric | 'kl'> {
  checkSchedule(coefficient, 'withKl: coefficient', 'not negative')
  const estimate = lookUp('estimator of a divergence', estimator, ESTIMATES)
  checkNormaliser(normaliser, 'withKl')
  return defineObjective({
    name: `${objective.name}+kl`,
    inputs: [
      ...new Set<Input | KlInput>([
        ...objective.inputs,
        ...klInputs,
        ...(estimator === 'unbiased' ? (['behaviourLogp'] as const) : []),
      ]),
    ],
    scalars: { ...objective.scalars, klCoefficient: coefficient },
    build(batch, scalars) {
      const { loss, metrics } = objective.build(batch, scalars)
      const kl = estimate(batch)
      const pull = mul(scalars.klCoefficient, normalised(mul(batch.pull, kl), batch, normaliser))
      return { loss: add(loss, pull), metrics: { ...metrics, kl: tokenMean(kl, batch) } }
    },
  })
}
