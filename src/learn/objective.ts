import type { Bool, Float } from '../tensor/index.ts'
import type { Schedule } from './schedule.ts'

/** What one term of a loss is about: a token, a whole turn, or a pair of turns. */
export type Unit = 'token' | 'turn' | 'pair'

/**
 * What a loss over tokens can read: symbolic tensors over the T target tokens of a batch and a vocabulary of V.
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
  /** [T] how much the pull to the reference policy counts: the mean over the tokens that a row stands for. */
  readonly pull: Float
  /** [T] how much a row counts: the sum over the tokens that it stands for. */
  readonly weight: Float
  /** [] the sum of `weight` over the whole minibatch. */
  readonly tokenWeight: Float
  /** [] the sum of the turns' weights over the whole minibatch. */
  readonly turnWeight: Float
}

/**
 * What a loss over turns can read: symbolic tensors over the N turns of a batch.
 *
 * Sums over a turn are sums over its tokens that had a choice: the others have ln-probability 0 under every
 * policy. Padding has weight 0, and finite values everywhere.
 */
export interface TurnTensors {
  /** [N] ln π(turn), a sum over its tokens; differentiable. */
  readonly logp: Float
  /** [N] `logp` without a gradient. */
  readonly detachedLogp: Float
  /** [N] ln of the probability with which the turn was sampled. */
  readonly behaviourLogp: Float
  /** [N] ln of the turn's probability under the reference policy. */
  readonly referenceLogp: Float
  /** [N] the sum of its tokens' entropies, in nats; differentiable. */
  readonly entropy: Float
  /** [N] how many of its tokens had a choice, at least 1: what a sum is divided by for a mean over tokens. */
  readonly length: Float
  /** [N] */
  readonly advantage: Float
  /** [N] how much the pull to the reference policy counts. */
  readonly pull: Float
  /** [N] how much it counts. */
  readonly weight: Float
  /** [] the sum of `weight` over the whole minibatch. */
  readonly turnWeight: Float
  /** [] the sum of `weight` times length over the whole minibatch. */
  readonly tokenWeight: Float
}

/** What a loss over pairs of turns can read: symbolic tensors over the M pairs of a batch; sums as in `TurnTensors`. */
export interface PairTensors {
  /** [M] ln π of the preferred turn and of the other; differentiable. */
  readonly winnerLogp: Float
  readonly loserLogp: Float
  /** [M] the same under the reference policy. */
  readonly winnerReferenceLogp: Float
  readonly loserReferenceLogp: Float
  /** [M] the same under the policies that sampled them. */
  readonly winnerBehaviourLogp: Float
  readonly loserBehaviourLogp: Float
  /** [M] how many of their tokens had a choice, at least 1. */
  readonly winnerLength: Float
  readonly loserLength: Float
  /** [M] how much a pair counts; 0 for padding. */
  readonly weight: Float
  /** [] the sum of `weight` over the whole minibatch. */
  readonly pairWeight: Float
}

/** The tensors that a loss can read, by what its terms are about. */
export interface UnitTensors {
  readonly token: BatchTensors
  readonly turn: TurnTensors
  readonly pair: PairTensors
}

export type TensorName<U extends Unit> = keyof UnitTensors[U] & string

export type BatchTensorName = TensorName<'token'>

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
 * not exist for its unit, or which it does not list, does not compile. `scalars` are numbers that change from
 * step to step without a new graph. Each term is positively homogeneous in the advantage or does not depend on
 * it, and is linear in the pull if it reads it, so that equal decisions may share a row. Every objective passes `describeObjective`.
 */
export interface UnitObjective<
  U extends Unit,
  Input extends TensorName<U> = TensorName<U>,
  Scalar extends string = string,
  Metric extends string = string,
> {
  readonly name: string
  readonly unit: U
  readonly inputs: readonly Input[]
  readonly scalars: Readonly<Record<Scalar, Schedule>>
  build(batch: Pick<UnitTensors[U], Input>, scalars: Readonly<Record<Scalar, Float>>): Loss<Metric>
}

/** A loss over tokens. */
export type Objective<
  Input extends BatchTensorName = BatchTensorName,
  Scalar extends string = string,
  Metric extends string = string,
> = UnitObjective<'token', Input, Scalar, Metric>

/** A loss over whole turns, whose tokens are not merged with those of others. */
export type TurnObjective<
  Input extends TensorName<'turn'> = TensorName<'turn'>,
  Scalar extends string = string,
  Metric extends string = string,
> = UnitObjective<'turn', Input, Scalar, Metric>

/** A loss over pairs of turns. */
export type PairObjective<
  Input extends TensorName<'pair'> = TensorName<'pair'>,
  Scalar extends string = string,
  Metric extends string = string,
> = UnitObjective<'pair', Input, Scalar, Metric>

/** An objective of any unit, whose types have been checked where it was written. */
export interface AnyObjective {
  readonly name: string
  readonly unit: Unit
  readonly inputs: readonly string[]
  readonly scalars: Readonly<Record<string, Schedule>>
  build(batch: object, scalars: Readonly<Record<string, Float>>): Loss
}

/** An objective as it is written: over tokens where no unit is named. */
export type ObjectiveDefinition<
  U extends Unit,
  Input extends TensorName<U>,
  Scalar extends string,
  Metric extends string,
> = Omit<UnitObjective<U, Input, Scalar, Metric>, 'unit' | 'build'> & {
  readonly unit?: U
  build(batch: Pick<UnitTensors[U], Input>, scalars: Readonly<Record<Scalar, Float>>): Loss<Metric>
}

/**
 * Checks an objective's types where it is written, and returns it.
 *
 * @example
 * defineObjective({
 *   name: 'sequence-reinforce',
 *   unit: 'turn',
 *   inputs: ['logp', 'advantage', 'weight', 'turnWeight'],
 *   scalars: {},
 *   build: ({ logp, advantage, weight, turnWeight }) => ({
 *     loss: neg(div(sum(mul(weight, mul(advantage, logp))), turnWeight)),
 *     metrics: {},
 *   }),
 * })
 */
export function defineObjective<
  const Input extends TensorName<U>,
  const Scalar extends string,
  const Metric extends string,
  const U extends Unit = 'token',
>(definition: ObjectiveDefinition<U, Input, Scalar, Metric>): UnitObjective<U, Input, Scalar, Metric> {
  return { unit: 'token' as U, ...definition }
}
