import { input, StateMemory, type Float } from '../tensor/index.ts'
import type { Optimizer } from './optimizer.ts'

/** A vector that a training step moves on, with its moments. */
export interface TrainedVector {
  readonly weights: StateMemory
  readonly firstMoment: StateMemory
  readonly secondMoment: StateMemory
}

/** What a training step moves on: all of the model's P parameters, and those of a value head. */
export interface TrainingState {
  readonly model: TrainedVector
  readonly head: TrainedVector | null
}

/** Adds moments of 0 to a vector. */
export function trainedVector(weights: StateMemory): TrainedVector {
  const { length } = weights.current
  return { weights, firstMoment: new StateMemory(length), secondMoment: new StateMemory(length) }
}

/** Parameters as inputs of a graph, by name; 'weights' are the model's. */
export type Parameters = Readonly<Record<string, Float>>

/** Returns the name of the gradient of a parameter. */
export function gradientName(parameter: string): string {
  return parameter === 'weights' ? 'gradient' : `${parameter}/gradient`
}

/**
 * Writes an optimizer's update of each vector, given its gradient by `gradientName`: the inputs that it adds, and
 * the state that it moves on.
 *
 * Each vector is clipped by a norm of its own; the one that is returned is that of the model's.
 */
export function updateGraph(
  optimizer: Optimizer,
  vectors: Readonly<Record<string, TrainedVector>>,
  parameters: Parameters,
  gradients: Parameters,
) {
  const rates = scalarInputs(Object.keys(optimizer.scalars(1, 0)))
  const updates = Object.entries(parameters).map(([name, weights]) => {
    const moment = (which: string) =>
      input(name === 'weights' ? which : `${name}/${which}`, 'float32', weights.shape)
    const before = { weights, firstMoment: moment('firstMoment'), secondMoment: moment('secondMoment') }
    const next = optimizer.update(before, gradients[gradientName(name)]!, {
      learningRate: rates['learningRate']!,
      firstCorrection: rates['firstCorrection']!,
      secondCorrection: rates['secondCorrection']!,
    })
    const state = (['weights', 'firstMoment', 'secondMoment'] as const).map((part) => {
      const memory = vectors[name]![part]
      return [`${name}/${part}`, { input: before[part], output: next[part], memory }] as const
    })
    return { gradientNorm: next.gradientNorm, state }
  })
  return {
    inputs: Object.values(rates),
    gradientNorm: updates[0]!.gradientNorm,
    state: Object.fromEntries(updates.flatMap(({ state }) => state)),
  }
}

/** Declares inputs that are one number each. */
export function scalarInputs(names: readonly string[]): Record<string, Float> {
  return Object.fromEntries(names.map((name) => [name, input(name, 'float32', [])]))
}
