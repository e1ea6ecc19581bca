import type { Model } from '../model/model.ts'
import type { Float, Integer, StateMemory } from '../tensor/index.ts'

/** What a learner needs of a model beside its contract. */
export interface Trainable extends Model {
  /**
   * All parameters, P numbers in a row. A training step reads the current buffer and writes the other one,
   * which then is the current: the model serves it as it is, without a copy.
   */
  readonly weights: StateMemory
  /** How many numbers a hidden state has. */
  readonly width: number
  /**
   * Writes the decoder's training pass as a graph.
   *
   * weights: [P]; tokens: [N, S], where what follows a position does not change it. hidden: the state of each
   * token, [N·S, width]; head: turns rows of it, [T, width], into logits of the tokens that follow, [T, vocabulary].
   */
  decode(weights: Float, tokens: Integer): { readonly hidden: Float; readonly head: (rows: Float) => Float }
  /** Is called when the weights have changed, and raises the version by one. */
  weightsChanged(): void
}
