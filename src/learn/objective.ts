import type { Bool, Float } from '../tensor/index.ts'
import type { Schedule } from './schedule.ts'

/**
 * What a loss can read: symbolic tensors over the T target tokens of a batch and a vocabulary of V.
 *
 * Padding rows have weight 0, and finite values everywhere.
 */
export interface BatchTensors {
  /** [T] ln π(token), under the constraint; differentiable. */
  readonly logp: Float
  /** [T, V] ln π of every token; very negative where a token was not allowed; differentiable. */
  readonly logProbabilities: Float
  /** [T, V] π of every token, 0 where it was not allowed; differentiable. */
  readonly probabilities: Float
  /** [T] −Σ π ln π over the allowed tokens, in nats; differentiable. */
  readonly entropy: Float
  /** [T, V] whether a token was allowed. */
  readonly allowed: Bool
  /** [T] how many tokens were allowed. */
  readonly choices: Float
  /** [T] ln of the probability with which the token was sampled. */
  readonly behaviourLogp: Float
  /** [T, V] ln π of the policy as it was when this call to `learn` began. */
  readonly anchorLogProbabilities: Float
  /** [T] ln π(token) as `logp`, but without a gradient: what weighs a term instead of being trained. */
  readonly detachedLogp: Float
  /** [T] ln of the token's probability under the reference policy, which the learner's `reference` names. */
  readonly referenceLogp: Float
  /** [T, V] ln of every token's probability under the reference policy; very negative where not allowed. */
  readonly referenceLogProbabilities: Float
  /** [T] */
  readonly advantage: Float
  /** [T] how much a row counts: the sum over the tokens that it stands for. */
  readonly weight: Float
  /** [] the sum of `weight` over the whole minibatch. */
  readonly tokenWeight: Float
  /** [] the sum of the turns' weights over the whole minibatch. */
  readonly turnWeight: Float
}

export type BatchTensorName = keyof BatchTensors

export interface Loss<Metric extends string = string> {
  /** [] what is minimised: a sum over rows divided by totals of the minibatch, so that parts of it add up. */
  readonly loss: Float
  /** [] each; sums of the same kind. */
  readonly metrics: Readonly<Record<Metric, Float>>
}

/**
 * A loss as a function of graph tensors.
 *
 * `inputs` lists the tensors it reads, and `build` is given those alone: a loss that reads one which does
 * not exist, or which it does not list, does not compile. `scalars` are numbers that change from step to
 * step without a new graph. Each term is positively homogeneous in the advantage or does not depend on it,
 * so that equal decisions may share a row. Every objective passes `describeObjective`.
 */
export interface Objective<
  Input extends BatchTensorName = BatchTensorName,
  Scalar extends string = string,
  Metric extends string = string,
> {
  readonly name: string
  readonly inputs: readonly Input[]
  readonly scalars: Readonly<Record<Scalar, Schedule>>
  build(batch: Pick<BatchTensors, Input>, scalars: Readonly<Record<Scalar, Float>>): Loss<Metric>
}

/** Checks an objective's types where it is written and returns it unchanged. */
export function defineObjective<
  const Input extends BatchTensorName,
  const Scalar extends string,
  const Metric extends string,
>(objective: Objective<Input, Scalar, Metric>): Objective<Input, Scalar, Metric> {
  return objective
}
