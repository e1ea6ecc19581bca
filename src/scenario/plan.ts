import type { Json } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'
import type { Model } from '../model/model.ts'
import type { SessionKind } from './session.ts'

/** The models of a scenario by name. */
export type Models = Readonly<Record<string, Model>>

/** What a model is made for, and whom to tell while that takes long. */
export interface Preparation {
  /** The model's name in the scenario. */
  readonly name: string
  /** The hash of all code that decides what comes of it: a part of the key of whatever is kept. */
  readonly code: string
  /** Takes one line: 'warm-up, step 40: 35 % of 60 %'. */
  readonly report: (line: string) => void
}

/** Builds a model from a seed: with fresh weights, or prepared from there. */
export type ModelFactory<M extends Model = Model> = (
  seed: number,
  preparation?: Preparation,
) => M | Promise<M>

/** What a learner reports of one step: 'loss', 'entropy', 'gradientNorm', 'clipFraction', … */
export type LearnMetrics = Readonly<Record<string, number>>

/** Changes the weights of one model; estimator, objective and optimizer live in it. */
export interface Learner {
  /** Takes one step on episodes in the order of their sessions. */
  learn(episodes: readonly Episode[]): Promise<LearnMetrics>
  /** Writes what a resumed run needs beside the weights: moments, baselines, counters. */
  save(folder: string): Promise<void>
  /** @throws UserError when the folder belongs to another model or estimator. */
  load(folder: string): Promise<void>
}

/** Binds a learner to its model: the `learner({ … })` of coevo/learn. */
export type LearnerFactory<M extends Model = Model> = (
  model: M,
  context: {
    /** The model's name in the scenario, as episodes give it. */
    readonly name: string
    readonly seed: number
    /** Of the whole run, for schedules. */
    readonly steps: number
  },
) => Learner | Promise<Learner>

/** Chooses the work of each step. A curriculum keeps a state and learns from what was played. */
export interface Work<Name extends string = string> {
  next(step: number): { readonly kind: SessionKind<Name>; readonly sessions: number }
  update?(episodes: readonly Episode[]): void
  /** What the run logs of the work after a step, beside what was played and learned. */
  metrics?(): Readonly<Record<string, number>>
  /** Plain data, written to every checkpoint. */
  state?(): Json
  restore?(state: Json): void
  /** Writes what is no plain data, the weights of opponents, into a folder of the checkpoint. */
  save?(folder: string): Promise<void>
  /** Reads it back, after `restore` and before the first step; the folder stays until that is done. */
  load?(folder: string): Promise<void>
}

export interface EvaluationContext<Name extends string = string> {
  /** Differs from step to step and from the seeds of training. */
  readonly seed: number
  readonly concurrency: number
  readonly models: Readonly<Record<Name, Model>>
}

/** A measurement of the weights that never feeds back into them. */
export interface Evaluation<Name extends string = string, Metric extends string = string> {
  readonly models: readonly Name[]
  /** The names that `evaluate` returns: 'nashConv', 'winRate/uniform'. */
  readonly metrics: readonly Metric[]
  evaluate(context: EvaluationContext<Name>): Promise<Readonly<Partial<Record<Metric, number>>>>
}

/** What a scenario does once its options are known. */
export interface Plan<M extends Models = Models, Metric extends string = string> {
  readonly models: { readonly [Name in keyof M]: ModelFactory<M[Name]> }
  readonly work: Work<NoInfer<keyof M & string>>
  /** One entry a model: the learner that trains it, or null for a frozen one. */
  readonly learners: { readonly [Name in keyof NoInfer<M>]: LearnerFactory<NoInfer<M>[Name]> | null }
  /** Taken before the first step, every `evaluateEvery` steps and after the last. */
  readonly evaluate: readonly Evaluation<NoInfer<keyof M & string>, Metric>[]
  /** The metric that the progress display follows. */
  readonly headline: NoInfer<Metric>
  /** Which values of the headline are better. Default: as the scenario's study has it; without one, lower. */
  readonly better?: 'higher' | 'lower'
  readonly steps: number
  /** Default: a thirtieth of the steps. */
  readonly evaluateEvery?: number
  /** Default: a sixth of the steps. */
  readonly checkpointEvery?: number
}

/** A plan whose types have been checked already. */
export interface AnyPlan extends Omit<Plan, 'learners'> {
  readonly learners: Readonly<Record<string, LearnerFactory<never> | null>>
}

/** A plan that is complete: what the runner works with. */
export interface CompletePlan extends AnyPlan {
  readonly better: 'higher' | 'lower'
  readonly evaluateEvery: number
  readonly checkpointEvery: number
}
