import type { Json } from '../core/index.ts'
import type { Episode, WeightedPair, WeightedTurn } from './experience.ts'
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
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: EstimatorContext): Estimate<State>
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
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: EstimatorContext): PairEstimate<State>
}

export type AnyEstimator = AdvantageEstimator | PairEstimator
