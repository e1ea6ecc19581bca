import type { Json } from '../core/index.ts'
import type { Episode, WeightedTurn } from './experience.ts'
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
  initial(): State
  estimate(episodes: readonly Episode[], state: State, context: EstimatorContext): Estimate<State>
}
