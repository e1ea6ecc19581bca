import { compile, gradients, input, type Tensor } from '../tensor/index.ts'
import { batchInputs } from './graph.ts'
import { unitTensors } from './graph-turns.ts'
import type { AnyObjective, TensorName, Unit, UnitObjective } from './objective.ts'

/** Numbers for every input of a loss: T target rows over a vocabulary of V. */
export interface ObjectiveExample {
  /** [T][V] */
  readonly logits: readonly (readonly number[])[]
  readonly chosen: readonly number[]
  /** [T] the allowed ids; null allows all. */
  readonly allowed: readonly (readonly number[] | null)[]
  readonly behaviourLogp: readonly number[]
  /** [T][V], normalised over the allowed tokens; very negative elsewhere. */
  readonly anchorLogProbabilities: readonly (readonly number[])[]
  /** Held fixed when the logits change. */
  readonly detachedLogp: readonly number[]
  readonly referenceLogp: readonly number[]
  /** [T][V] */
  readonly referenceLogProbabilities: readonly (readonly number[])[]
  /** [T], or [turns] where the loss is about turns. */
  readonly advantage: readonly number[]
  /** As many; 1 where it is left out. */
  readonly pull?: readonly number[]
  /** One number for each thing that the loss is about: rows, turns or pairs. */
  readonly weight: readonly number[]
  /** Which rows are turns, and which turns pairs; present where the loss is about them. */
  readonly structure?: Structure
  /** The totals of the minibatch that the rows are a part of. */
  readonly tokenWeight: number
  readonly turnWeight: number
  readonly pairWeight?: number
}

/** How rows make up turns and pairs, as in a `Batch`. */
export interface Structure {
  /** [T] */
  readonly segment: readonly number[]
  readonly present: readonly number[]
  /** [turns] */
  readonly segmentLength: readonly number[]
  /** [pairs]; empty for a loss about turns. */
  readonly winner: readonly number[]
  readonly loser: readonly number[]
}

/** How many turns and pairs a loss is tried on. */
export interface ProbeSizes {
  readonly segments?: number
  readonly pairs?: number
}

export interface ObjectiveValues<Metric extends string = string> {
  readonly loss: number
  /** [T][V] derivatives of the loss with respect to the logits. */
  readonly gradient: readonly (readonly number[])[]
  readonly metrics: Readonly<Record<Metric, number>>
}

/**
 * Compiles an objective over free logits, so that its value and gradient can be looked at.
 *
 * sizes: how many turns and pairs there are; an objective over tokens needs none.
 */
export async function probeObjective<
  Input extends TensorName<U>,
  Scalar extends string,
  Metric extends string,
  U extends Unit,
>(
  objective: UnitObjective<U, Input, Scalar, Metric>,
  targets: number,
  vocabularySize: number,
  sizes: ProbeSizes = {},
) {
  const checked: AnyObjective = objective
  const shape = { sequences: 1, length: 1, targets, constrained: true, ...sizes }
  const inputs = batchInputs(shape, vocabularySize)
  const logits = input('logits', 'float32', [targets, vocabularySize])
  const detachedLogp = input('detachedLogp', 'float32', [targets])
  const names = Object.keys(objective.scalars) as Scalar[]
  const scalars = Object.fromEntries(names.map((name) => [name, input(`scalar/${name}`, 'float32', [])]))
  const built = checked.build(unitTensors(checked.unit, logits, inputs, detachedLogp), scalars)
  const { tokens: _tokens, rows: _rows, ...used } = inputs
  const metrics = Object.entries(built.metrics)
  const program = await compile({
    inputs: [logits, detachedLogp, ...Object.values<Tensor>(used), ...Object.values<Tensor>(scalars)],
    outputs: {
      loss: built.loss,
      gradient: gradients(built.loss, [logits])[0]!,
      ...Object.fromEntries(metrics.map(([name, value]) => [`metric/${name}`, value])),
    },
    threads: 1,
  })
  return async (
    example: ObjectiveExample,
    values: Readonly<Record<Scalar, number>>,
  ): Promise<ObjectiveValues<Metric>> => {
    const found = await program.run({
      logits: Float32Array.from(example.logits.flat()),
      chosen: Int32Array.from(example.chosen),
      allowed: Uint8Array.from(example.allowed.flatMap((ids) => mask(ids, vocabularySize))),
      behaviourLogp: Float32Array.from(example.behaviourLogp),
      anchorLogProbabilities: Float32Array.from(example.anchorLogProbabilities.flat()),
      detachedLogp: Float32Array.from(example.detachedLogp),
      referenceLogp: Float32Array.from(example.referenceLogp),
      referenceLogProbabilities: Float32Array.from(example.referenceLogProbabilities.flat()),
      advantage: Float32Array.from(example.advantage),
      pull: Float32Array.from(example.pull ?? example.advantage.map(() => 1)),
      weight: Float32Array.from(example.weight),
      tokenWeight: Float32Array.of(example.tokenWeight),
      turnWeight: Float32Array.of(example.turnWeight),
      pairWeight: Float32Array.of(example.pairWeight ?? 0),
      ...(example.structure && structureFeeds(example.structure)),
      ...Object.fromEntries(names.map((name) => [`scalar/${name}`, Float32Array.of(values[name])])),
    })
    const numbers = (name: string) => Array.from(found[name]!.data as Float32Array)
    const flat = numbers('gradient')
    return {
      loss: numbers('loss')[0]!,
      gradient: example.logits.map((_, t) => flat.slice(t * vocabularySize, (t + 1) * vocabularySize)),
      metrics: Object.fromEntries(metrics.map(([name]) => [name, numbers(`metric/${name}`)[0]!])) as Record<
        Metric,
        number
      >,
    }
  }
}

function mask(ids: readonly number[] | null, vocabularySize: number): number[] {
  return Array.from({ length: vocabularySize }, (_, id) => (ids === null || ids.includes(id) ? 1 : 0))
}

function structureFeeds({ segment, present, segmentLength, winner, loser }: Structure) {
  return {
    segment: Int32Array.from(segment),
    present: Float32Array.from(present),
    segmentLength: Float32Array.from(segmentLength),
    winner: Int32Array.from(winner),
    loser: Int32Array.from(loser),
  }
}
