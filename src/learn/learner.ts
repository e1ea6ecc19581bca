import { UserError, type Json } from '../core/index.ts'
import type { AdvantageEstimator } from './estimator.ts'
import type { Episode } from './experience.ts'
import { GraphLearner } from './graph-learner.ts'
import type { BatchTensorName, Objective } from './objective.ts'
import { adamW, type Optimizer } from './optimizer.ts'
import type { GraphLimits } from './part.ts'
import { checkReference, type Reference, type ReferenceTensor } from './reference.ts'
import { checkSchedule, type Schedule } from './schedule.ts'
import type { LearnerSnapshot } from './snapshot.ts'
import type { Trainable } from './trainable.ts'

export interface LearnerOptions<
  State extends Json,
  Input extends BatchTensorName,
  Scalar extends string,
  Metric extends string,
> {
  readonly estimator: AdvantageEstimator<State>
  readonly objective: Objective<Input, Scalar, Metric>
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
}

/** An objective that reads the reference policy needs a learner that keeps one. */
type NeedsReference<Input extends BatchTensorName> = [BatchTensorName] extends [Input]
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

/**
 * Makes a learner: episodes → advantages → packed minibatches → one graph step each.
 *
 * @example learner({ estimator: rae(), objective: ppo(), learningRate: 1e-3, epochs: 2 })(model, { name, seed, steps })
 */
export function learner<
  State extends Json,
  Input extends BatchTensorName,
  Scalar extends string,
  Metric extends string,
>(options: LearnerOptions<State, Input, Scalar, Metric> & NeedsReference<Input>) {
  const { epochs = 1, minibatches: parts = 1 } = options
  checkSchedule(options.learningRate, 'learner: learningRate')
  for (const [name, schedule] of Object.entries<Schedule>(options.objective.scalars))
    checkSchedule(schedule, `${options.objective.name}: ${name}`)
  checkReference(options.reference, options.objective)
  for (const [name, value] of Object.entries({ epochs, minibatches: parts }))
    if (!Number.isInteger(value) || value < 1)
      throw new UserError(`learner: ${name} is ${value}; it must be a whole number from 1 on.`)
  return (model: Trainable, context: LearnerContext): Learner<Metric> =>
    new GraphLearner(
      { optimizer: adamW(), limits: defaultLimits, ...options, epochs, minibatches: parts },
      model,
      context,
    )
}
