import type { Learner, LearnerContext } from './learner.ts'
import type { Trainable } from './trainable.ts'

/**
 * Lets every step train anew: from the weights that the model had when the learner was made, with a fresh estimator,
 * optimizer and schedules.
 *
 * What carries over from step to step is what the model of the step before has shown: self-training that goes back to
 * its base, as expert iteration does. Epochs and minibatches say how long each training is.
 *
 * @example fromBase(learner({ estimator: returns({ dropZero: true }), objective: sft(), learningRate: 1e-3, epochs: 8 }))
 */
export function fromBase<Metric extends string>(
  bind: (model: Trainable, context: LearnerContext) => Learner<Metric>,
): (model: Trainable, context: LearnerContext) => Learner<Metric> {
  return (model, context) => {
    const inner = bind(model, context)
    const base = model.weights.current.slice()
    const fresh = inner.snapshot()
    return {
      learn(episodes) {
        model.weights.current.set(base)
        model.weightsChanged()
        inner.restore(fresh)
        return inner.learn(episodes)
      },
      snapshot: () => inner.snapshot(),
      restore: (snapshot) => inner.restore(snapshot),
      save: (folder) => inner.save(folder),
      load: (folder) => inner.load(folder),
    }
  }
}
