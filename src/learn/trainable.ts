import type { Model } from '../model/model.ts'
import type { Float, Integer, StateMemory } from '../tensor/index.ts'

/** What a learner needs of a model beside its contract. */
export interface Trainable extends Model {
  /**
   * All parameters, P numbers in a row. A training step reads the current buffer and writes the other one,
   * which then is the current: the model serves it as it is, without a copy.
   */
  readonly weights: StateMemory
  /**
   * Writes the decoder's training pass as a graph: logits of the token that follows each named one.
   *
   * weights: [P]; tokens: [N, S], where what follows a position does not change it; rows: [T] positions
   * among the N·S; result: [T, vocabulary].
   */
  logits(weights: Float, tokens: Integer, rows: Integer): Float
  /** Is called when the weights have changed, and raises the version by one. */
  weightsChanged(): void
}
