import {
  cast,
  exp,
  full,
  gatherElements,
  greaterOrEqual,
  input,
  logSoftmax,
  mul,
  neg,
  reshape,
  stopGradient,
  sum,
  where,
  type Bool,
  type Float,
  type Integer,
} from '../tensor/index.ts'
import type { BatchShape } from './batch.ts'
import type { BatchTensors } from './objective.ts'

/** The symbolic inputs of a training graph, by the name under which they are fed; shapes as in `Batch`. */
export interface BatchInputs {
  readonly tokens: Integer
  readonly rows: Integer
  readonly chosen: Integer
  readonly allowed?: Bool
  readonly behaviourLogp: Float
  readonly anchorLogProbabilities: Float
  readonly referenceLogp: Float
  readonly referenceLogProbabilities: Float
  readonly advantage: Float
  readonly pull: Float
  readonly weight: Float
  readonly tokenWeight: Float
  readonly turnWeight: Float
  readonly pairWeight: Float
  readonly segment?: Integer
  readonly present?: Float
  readonly segmentLength?: Float
  readonly winner?: Integer
  readonly loser?: Integer
  readonly valueRows?: Integer
  readonly valueBefore?: Float
  readonly valueTarget?: Float
  readonly valueWeight?: Float
  readonly valueTotal?: Float
}

/** What stands in for the logits of a token that was not allowed: its probability becomes exactly 0. */
const forbidden = -1e9

/** Declares the inputs of a training graph. */
export function batchInputs(shape: BatchShape, vocabularySize: number): BatchInputs {
  const { sequences, length, targets, constrained, segments, pairs, values } = shape
  return {
    tokens: input('tokens', 'int32', [sequences, length]),
    rows: input('rows', 'int32', [targets]),
    chosen: input('chosen', 'int32', [targets]),
    ...(constrained && { allowed: input('allowed', 'bool', [targets, vocabularySize]) }),
    behaviourLogp: input('behaviourLogp', 'float32', [targets]),
    anchorLogProbabilities: input('anchorLogProbabilities', 'float32', [targets, vocabularySize]),
    referenceLogp: input('referenceLogp', 'float32', [targets]),
    referenceLogProbabilities: input('referenceLogProbabilities', 'float32', [targets, vocabularySize]),
    advantage: input('advantage', 'float32', [segments ?? targets]),
    pull: input('pull', 'float32', [segments ?? targets]),
    weight: input('weight', 'float32', [pairs ?? segments ?? targets]),
    tokenWeight: input('tokenWeight', 'float32', []),
    turnWeight: input('turnWeight', 'float32', []),
    pairWeight: input('pairWeight', 'float32', []),
    ...(segments !== undefined && {
      segment: input('segment', 'int32', [targets]),
      present: input('present', 'float32', [targets]),
      segmentLength: input('segmentLength', 'float32', [segments]),
    }),
    ...(pairs !== undefined && {
      winner: input('winner', 'int32', [pairs]),
      loser: input('loser', 'int32', [pairs]),
    }),
    ...(values !== undefined && {
      valueRows: input('valueRows', 'int32', [values]),
      valueBefore: input('valueBefore', 'float32', [values]),
      valueTarget: input('valueTarget', 'float32', [values]),
      valueWeight: input('valueWeight', 'float32', [values]),
      valueTotal: input('valueTotal', 'float32', []),
    }),
  }
}

/**
 * Derives what an objective reads from the logits of the target rows. logits: [T, V].
 *
 * detachedLogp: [T] stands in for the one that is derived, where a test holds it fixed.
 */
export function batchTensors(logits: Float, inputs: BatchInputs, detachedLogp?: Float): BatchTensors {
  const [targets, vocabularySize] = logits.shape as [number, number]
  const { allowed } = inputs
  const logProbabilities = logSoftmax(allowed === undefined ? logits : where(allowed, logits, forbidden))
  const probabilities = exp(logProbabilities)
  const column = reshape(inputs.chosen, [targets, 1])
  const logp = reshape(gatherElements(logProbabilities, column, 1), [targets])
  return {
    logp,
    logProbabilities,
    probabilities,
    entropy: neg(sum(mul(probabilities, logProbabilities), { axes: [1] })),
    allowed: allowed ?? greaterOrEqual(full([targets, vocabularySize], 0), 0),
    choices:
      allowed === undefined ? full([targets], vocabularySize) : sum(cast(allowed, 'float32'), { axes: [1] }),
    behaviourLogp: inputs.behaviourLogp,
    anchorLogProbabilities: inputs.anchorLogProbabilities,
    detachedLogp: detachedLogp ?? stopGradient(logp),
    referenceLogp: inputs.referenceLogp,
    referenceLogProbabilities: inputs.referenceLogProbabilities,
    advantage: inputs.advantage,
    pull: inputs.pull,
    weight: inputs.weight,
    tokenWeight: inputs.tokenWeight,
    turnWeight: inputs.turnWeight,
  }
}
