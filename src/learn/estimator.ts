import type { Json } from '../core/index.ts'
import type { Episode, Turn, WeightedPair, WeightedTurn } from './experience.ts'
import type { Progress } from './schedule.ts'

/** What an estimator may know besides the episodes; its schedules are read at the learner's progress. */
export interface EstimatorContext extends Progress {
  /** The model being trained: only the turns it wrote are weighted. */
  readonly model: string
  /** How many tokens were open where a turn records no constraint. */
  readonly vocabularySize: number
}

export interface Estimate<State extends Json = Json> {
  /** The model's turns in the order of sessions, seats and plies. */
  readonly turns: readonly WeightedTurn[]
  /** What the next call receives; it belongs to the checkpoint. */
  readonly state: State
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Gives every turn of the trained model a weight from the returns of its episodes.
 *
 * Pure: the same episodes (in any order: they are read by session), state and context give the same
 * estimate. Every estimator passes `describeEstimator`.
 */
export interface AdvantageEstimator<State extends Json = Json> {
  readonly name: string
  /** What it gives: turns, where nothing is said. */
  readonly gives?: 'turns'
  readonly reads?: never
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: EstimatorContext): Estimate<State>
}

/** What an estimator may know besides where the learner has a value head. */
export interface ValueContext extends EstimatorContext {
  /** What the head says of the prompt of each of the model's turns. */
  readonly values: ReadonlyMap<Turn, number>
}

/** An `AdvantageEstimator` that reads values: its learner needs a `value`, which its turns' `value` trains. */
export interface ValueEstimator<State extends Json = Json> {
  readonly name: string
  readonly gives?: 'turns'
  readonly reads: 'values'
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: ValueContext): Estimate<State>
}

export interface PairEstimate<State extends Json = Json> {
  /** In an order that depends on the episodes alone. */
  readonly pairs: readonly WeightedPair[]
  /** What the next call receives; it belongs to the checkpoint. */
  readonly state: State
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * Makes preferences between turns of the trained model from its episodes, for objectives over pairs.
 *
 * Pure, as an `AdvantageEstimator` is. Every such estimator passes `describeEstimator`.
 */
export interface PairEstimator<State extends Json = Json> {
  readonly name: string
  readonly gives: 'pairs'
  readonly reads?: never
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: EstimatorContext): PairEstimate<State>
}

export type AnyEstimator = AdvantageEstimator | ValueEstimator | PairEstimator
