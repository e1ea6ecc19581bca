import {
  add,
  compile,
  gather,
  gradients,
  input,
  StateMemory,
  type Float,
  type Program,
  type Tensor,
} from '../tensor/index.ts'
import type { BatchShape } from './batch.ts'
import { batchInputs, batchTensors, type BatchInputs } from './graph.ts'
import { unitTensors } from './graph-turns.ts'
import type { AnyObjective, Loss } from './objective.ts'
import type { Optimizer } from './optimizer.ts'
import { scores, scoresOf, type Score } from './scores.ts'
import type { Trainable } from './trainable.ts'
import { valueLoss, valuesAt, type ValueOptions } from './value.ts'

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

/** Makes a vector of zeros, or takes the memory that holds it. */
export function trainedVector(weights: StateMemory): TrainedVector {
  const { length } = weights.current
  return { weights, firstMoment: new StateMemory(length), secondMoment: new StateMemory(length) }
}

/** How many compiled graphs are kept, the last used ones. */
const kept = 16

/** Below so many floating-point operations a step, a second thread costs more than it does. */
const worthThreads = 1e9

/**
 * The compiled graphs of a learner, one for each shape of batch, over one shared state.
 *
 * Which graphs exist never changes a result: it only saves compiling.
 */
export class TrainingPrograms {
  readonly #model: Trainable
  readonly #objective: AnyObjective
  readonly #optimizer: Optimizer
  readonly #state: TrainingState
  readonly #value: ValueOptions
  #gradients: Record<string, StateMemory> | undefined
  readonly #compiled = new Map<string, Promise<Program>>()

  /** value: how the head of the state, if it has one, is trained. */
  constructor(
    model: Trainable,
    objective: AnyObjective,
    optimizer: Optimizer,
    state: TrainingState,
    value: ValueOptions = {},
  ) {
    this.#model = model
    this.#objective = objective
    this.#optimizer = optimizer
    this.#state = state
    this.#value = value
  }

  /** A whole update in one graph: outputs loss, gradientNorm and the metrics. */
  update(shape: BatchShape): Promise<Program> {
    return this.#cached('update', shape, () => {
      const { inputs, parameters, loss, metrics, gradients } = this.#loss(shape)
      const applied = this.#apply(parameters, gradients)
      return compile({
        ...this.#threads(shape),
        inputs: [...inputs, ...applied.inputs],
        outputs: { loss, gradientNorm: applied.gradientNorm, ...metrics },
        state: applied.state,
      })
    })
  }

  /** Adds the gradients of a part of a minibatch to `gradients`: outputs the part's share of loss and metrics. */
  accumulate(shape: BatchShape): Promise<Program> {
    return this.#cached('accumulate', shape, () => {
      const { inputs, parameters, loss, metrics, gradients } = this.#loss(shape)
      const sums = this.#gradientInputs()
      return compile({
        ...this.#threads(shape),
        inputs: [...Object.values(parameters), ...inputs],
        outputs: { loss, ...metrics },
        state: Object.fromEntries(
          Object.entries(this.gradients).map(([name, memory]) => {
            const sum = sums[name]!
            return [name, { input: sum, output: add(sum, gradients[name]!), memory }]
          }),
        ),
      })
    })
  }

  /** Updates the parameters by the accumulated gradients: output gradientNorm. */
  apply(): Promise<Program> {
    return this.#cached('apply', { sequences: 0, length: 0, targets: 0, constrained: false }, () => {
      const gradients = this.#gradientInputs()
      const { inputs, gradientNorm, state } = this.#apply(this.#parameters(), gradients)
      return compile({ inputs: [...Object.values(gradients), ...inputs], outputs: { gradientNorm }, state })
    })
  }

  /** What weights that are fed make of the rows: outputs logp [T] and logProbabilities [T, V], as asked for. */
  score(shape: BatchShape, what: readonly Score['what'][]): Promise<Program> {
    return this.#cached(what.join(' '), shape, () => {
      const inputs = batchInputs(shape, this.#model.tokenizer.vocabularySize)
      const { tokens, rows, chosen, allowed } = inputs
      const { weights } = this.#parameters()
      const { hidden, head } = this.#model.decode(weights, tokens)
      const tensors = batchTensors(head(gather(hidden, rows)), inputs)
      return compile({
        ...this.#threads(shape),
        inputs: [
          weights,
          tokens,
          rows,
          ...(what.includes('logp') ? [chosen] : []),
          ...(allowed === undefined ? [] : [allowed]),
        ],
        outputs: Object.fromEntries(what.map((name) => [name, tensors[name]])),
      })
    })
  }

  /** What the value head says at the value rows, from parameters that are fed: output values. */
  values(shape: BatchShape): Promise<Program> {
    return this.#cached('values', shape, () => {
      const { tokens, valueRows } = batchInputs(shape, this.#model.tokenizer.vocabularySize)
      const { weights, head } = this.#parameters()
      const { hidden } = this.#model.decode(weights, tokens)
      return compile({
        ...this.#threads(shape),
        inputs: [weights, head!, tokens, valueRows!],
        outputs: { values: valuesAt(hidden, valueRows!, head!) },
      })
    })
  }

  /** The sums of the gradients of the parts so far, by parameter; made when they are first needed. */
  get gradients(): Readonly<Record<string, StateMemory>> {
    return (this.#gradients ??= Object.fromEntries(
      Object.entries(this.#vectors()).map(([name, { weights }]) => [
        gradientName(name),
        new StateMemory(weights.current.length),
      ]),
    ))
  }

  /** What is trained, by the name under which it is fed. */
  #vectors(): Record<string, TrainedVector> {
    const { model, head } = this.#state
    return { weights: model, ...(head && { head }) }
  }

  #parameters(): { readonly weights: Float; readonly head?: Float } {
    const { weights, head } = Object.fromEntries(
      Object.entries(this.#vectors()).map(([name, vector]) => [
        name,
        input(name, 'float32', [vector.weights.current.length]),
      ]),
    )
    return { weights: weights!, ...(head && { head }) }
  }

  #gradientInputs(): Record<string, Float> {
    return Object.fromEntries(
      Object.entries(this.gradients).map(([name, { current }]) => [
        name,
        input(name, 'float32', [current.length]),
      ]),
    )
  }

  #loss(shape: BatchShape) {
    const inputs = batchInputs(shape, this.#model.tokenizer.vocabularySize)
    const parameters = this.#parameters()
    const { tokens, rows } = inputs
    const { hidden, head } = this.#model.decode(parameters.weights, tokens)
    const scalars = scalarInputs(Object.keys(this.#objective.scalars))
    const tensors = unitTensors(this.#objective.unit, head(gather(hidden, rows)), inputs)
    const policy = this.#objective.build(tensors, scalars)
    const { loss, metrics } = this.#withValues(policy, hidden, inputs, parameters.head)
    const found = gradients(loss, Object.values(parameters))
    return {
      inputs: [...used(inputs, this.#objective), ...Object.values(scalars)],
      parameters,
      loss,
      metrics,
      gradients: Object.fromEntries(
        Object.keys(parameters).map((name, i) => [gradientName(name), found[i]!]),
      ),
    }
  }

  #withValues({ loss, metrics }: Loss, hidden: Float, inputs: BatchInputs, head: Float | undefined): Loss {
    const { valueRows, valueTarget, valueBefore, valueWeight, turnWeight } = inputs
    if (head === undefined || !valueRows || !valueTarget || !valueBefore || !valueWeight)
      return { loss, metrics }
    const given = { valueTarget, valueBefore, valueWeight }
    const added = valueLoss(valuesAt(hidden, valueRows, head), given, turnWeight, this.#value)
    return { loss: add(loss, added.loss), metrics: { ...metrics, valueLoss: added.valueLoss } }
  }

  /** Each vector is clipped by a norm of its own; the one reported is that of the model's. */
  #apply(parameters: { readonly weights: Float; readonly head?: Float }, gradients: Record<string, Float>) {
    const rates = scalarInputs(Object.keys(this.#optimizer.scalars(1, 0)))
    const vectors = this.#vectors()
    const updates = Object.entries<Float>({ ...parameters }).map(([name, weights]) => {
      const moment = (which: string) =>
        input(name === 'weights' ? which : `${name}/${which}`, 'float32', weights.shape)
      const before = { weights, firstMoment: moment('firstMoment'), secondMoment: moment('secondMoment') }
      const next = this.#optimizer.update(before, gradients[gradientName(name)]!, {
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

  /** One thread for a small graph, ONNX Runtime's default for others. */
  #threads({ sequences, length }: BatchShape): { readonly threads?: number } {
    return 6 * this.#state.model.weights.current.length * sequences * length < worthThreads
      ? { threads: 1 }
      : {}
  }

  async #cached(kind: string, shape: BatchShape, make: () => Promise<Program>): Promise<Program> {
    const key = JSON.stringify([kind, shape])
    const found = this.#compiled.get(key) ?? make()
    this.#compiled.delete(key)
    this.#compiled.set(key, found)
    if (this.#compiled.size > kept) {
      const [oldest, program] = [...this.#compiled][0]!
      this.#compiled.delete(oldest)
      await (await program).release()
    }
    return found
  }
}

function scalarInputs(names: readonly string[]): Record<string, Float> {
  return Object.fromEntries(names.map((name) => [name, input(name, 'float32', [])]))
}

function gradientName(parameter: string): string {
  return parameter === 'weights' ? 'gradient' : `${parameter}/gradient`
}

/** The batch inputs that are fed to the graph of an objective: all, but scores that it does not read. */
function used(inputs: BatchInputs, objective: AnyObjective): Tensor[] {
  const read = scoresOf(objective.inputs)
  const unread = new Set<string>(scores.filter((score) => !read.includes(score)).map(({ input }) => input))
  return Object.entries<Tensor>({ ...inputs })
    .filter(([name]) => !unread.has(name))
    .map(([, tensor]) => tensor)
}
