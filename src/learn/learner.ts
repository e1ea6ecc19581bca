import { UserError } from '../core/index.ts'
import type { AdvantageEstimator, AnyEstimator, PairEstimator, ValueEstimator } from './estimator.ts'
import type { Episode } from './experience.ts'
import { GraphLearner } from './graph-learner.ts'
import type { AnyObjective, TensorName, Unit, UnitObjective } from './objective.ts'
import { adamW, type Optimizer } from './optimizer.ts'
import type { GraphLimits } from './part.ts'
import { checkReference, type Reference } from './reference.ts'
import { checkSchedule, type Schedule } from './schedule.ts'
import type { ReferenceTensor } from './scores.ts'
import type { LearnerSnapshot } from './snapshot.ts'
import type { Trainable } from './trainable.ts'
import { checkValue, type ValueOptions } from './value.ts'

export interface LearnerOptions<
  Input extends TensorName<U>,
  Scalar extends string,
  Metric extends string,
  U extends Unit = 'token',
  E extends EstimatorOf[U] = EstimatorOf[U],
> {
  /** Gives turns, or pairs where the objective is about pairs. */
  readonly estimator: E
  readonly objective: UnitObjective<U, Input, Scalar, Metric>
  /** Default: `adamW()`. */
  readonly optimizer?: Optimizer
  readonly learningRate: Schedule
  /** How often each step goes over its episodes. Default 1. */
  readonly epochs?: number
  /** How many updates an epoch is split into. Default 1. */
  readonly minibatches?: number
  /** How many tokens (padding included) and logits one graph may hold; a larger minibatch adds gradients up. */
  readonly limits?: GraphLimits
  /** The policy that the objective compares the present one with; needed where it reads one. */
  readonly reference?: Reference
  /** Trains a value head beside the policy, for an estimator that reads values. */
  readonly value?: ValueOptions
}

/** The estimators that can go before an objective of a unit. */
interface EstimatorOf {
  readonly token: AdvantageEstimator | ValueEstimator
  readonly turn: AdvantageEstimator | ValueEstimator
  readonly pair: PairEstimator
}

/** An objective that reads the reference policy needs a learner that keeps one. */
type NeedsReference<U extends Unit, Input extends string> = [TensorName<U>] extends [Input]
  ? // An objective whose inputs are not known here is checked when the learner is made.
    unknown
  : [Extract<Input, ReferenceTensor>] extends [never]
    ? unknown
    : { readonly reference: Reference }

/** About 1 GiB of activations for a decoder that is 128 wide with 4 layers. */
const defaultLimits: GraphLimits = { tokens: 8192, logits: 2 ** 25 }

/**
 * What every learner reports of a step; the loss, the norm and the objective's metrics are means over its
 * updates. The objective's scalars and the estimator's metrics come under their own names.
 */
export type LearnerMetric =
  | 'loss'
  | 'gradientNorm'
  | 'learningRate'
  | 'updates'
  /** Turns with a choice. */
  | 'turns'
  /** Tokens with a choice, once for each epoch. */
  | 'tokens'
  /** What those tokens were merged into. */
  | 'rows'

export type LearnMetrics<Metric extends string = never> = Readonly<Record<LearnerMetric | Metric, number>> &
  Readonly<Record<string, number>>

/** Changes the weights of one model. */
export interface Learner<Metric extends string = string> {
  /**
   * Takes one step on the model's turns in these episodes, in the order of their sessions.
   *
   * The policy that is trained is the model's at temperature 1, so the turns must have been sampled at 1.
   * The same episodes, weights and snapshot give bit-equal weights on one machine type.
   *
   * @throws UserError when the loss is not finite; the weights are then those before that update.
   */
  learn(episodes: readonly Episode[]): Promise<LearnMetrics<Metric>>
  snapshot(): LearnerSnapshot
  /** @throws UserError when the snapshot belongs to another model, estimator or optimizer. */
  restore(snapshot: LearnerSnapshot): void
  /** Writes the snapshot into a folder. */
  save(folder: string): Promise<void>
  load(folder: string): Promise<void>
}

export interface LearnerContext {
  /** The model's name in episodes. */
  readonly name: string
  readonly seed: number
  /** Of the whole run, for schedules. */
  readonly steps: number
}

/** An estimator that reads values needs a learner that trains them. */
type NeedsValue<E> = [E] extends [ValueEstimator] ? { readonly value: ValueOptions } : unknown

/**
 * Makes a learner: episodes → advantages or preferences → packed minibatches → one graph step each.
 *
 * @example learner({ estimator: rae(), objective: ppo(), learningRate: 1e-3, epochs: 2 })(model, { name, seed, steps })
 * @example learner({ estimator: preferences(), objective: dpo(), reference: 'initial', learningRate: 1e-3 })
 */
export function learner<
  Input extends TensorName<U>,
  Scalar extends string,
  Metric extends string,
  U extends Unit = 'token',
  E extends EstimatorOf[U] = EstimatorOf[U],
>(options: LearnerOptions<Input, Scalar, Metric, U, E> & NeedsReference<U, Input> & NeedsValue<E>) {
  const { epochs = 1, minibatches: parts = 1 } = options
  const estimator: AnyEstimator = options.estimator
  const objective: AnyObjective = options.objective
  checkSchedule(options.learningRate, 'learner: learningRate', 'not negative')
  for (const [name, schedule] of Object.entries(objective.scalars))
    checkSchedule(schedule, `${objective.name}: ${name}`)
  checkReference(options.reference, objective)
  checkValue(options.value, estimator)
  if ((estimator.gives === 'pairs') !== (objective.unit === 'pair'))
    throw new UserError(
      `learner: ${estimator.name} gives ${estimator.gives ?? 'turns'}, but ${objective.name} is about ${objective.unit}s.`,
    )
  for (const [name, value] of Object.entries({ ...options.limits }))
    if (!(value >= 1)) throw new UserError(`learner: limits.${name} is ${value}; it must be 1 or more.`)
  for (const [name, value] of Object.entries({ epochs, minibatches: parts }))
    if (!Number.isInteger(value) || value < 1)
      throw new UserError(`learner: ${name} is ${value}; it must be a whole number from 1 on.`)
  const settings = { optimizer: adamW(), limits: defaultLimits, ...options, epochs, minibatches: parts }
  return (model: Trainable, context: LearnerContext): Learner<Metric> =>
    new GraphLearner({ ...settings, estimator, objective }, model, context)
}
