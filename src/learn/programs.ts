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
import { ProgramCache } from './program-cache.ts'
import { scores, scoresOf, type Score } from './scores.ts'
import type { Trainable } from './trainable.ts'
import { gradientName, scalarInputs, updateGraph, type TrainedVector, type TrainingState } from './update.ts'
import { valueLoss, valuesAt, type ValueOptions } from './value.ts'

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
  readonly #compiled = new ProgramCache()

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
    return this.#compiled.get('update', shape, () => {
      const { inputs, parameters, loss, metrics, gradients } = this.#loss(shape)
      const applied = updateGraph(this.#optimizer, this.#vectors(), parameters, gradients)
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
    return this.#compiled.get('accumulate', shape, () => {
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
    return this.#compiled.get('apply', { sequences: 0, length: 0, targets: 0, constrained: false }, () => {
      const gradients = this.#gradientInputs()
      const { inputs, gradientNorm, state } = updateGraph(
        this.#optimizer,
        this.#vectors(),
        this.#parameters(),
        gradients,
      )
      return compile({ inputs: [...Object.values(gradients), ...inputs], outputs: { gradientNorm }, state })
    })
  }

  /** What weights that are fed make of the rows: outputs logp [T] and logProbabilities [T, V], as asked for. */
  score(shape: BatchShape, what: readonly Score['what'][]): Promise<Program> {
    return this.#compiled.get(what.join(' '), shape, () => {
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
    return this.#compiled.get('values', shape, () => {
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
    const { valueRows, valueTarget, valueBefore, valueWeight, valueTotal } = inputs
    if (head === undefined || !valueRows || !valueTarget || !valueBefore || !valueWeight || !valueTotal)
      return { loss, metrics }
    const given = { valueTarget, valueBefore, valueWeight, valueTotal }
    const added = valueLoss(valuesAt(hidden, valueRows, head), given, this.#value)
    return { loss: add(loss, added.loss), metrics: { ...metrics, valueLoss: added.valueLoss } }
  }

  /** One thread for a small graph, ONNX Runtime's default for others. */
  #threads({ sequences, length }: BatchShape): { readonly threads?: number } {
    return 6 * this.#state.model.weights.current.length * sequences * length < worthThreads
      ? { threads: 1 }
      : {}
  }
}

/** The batch inputs that are fed to the graph of an objective: all, but scores that it does not read. */
function used(inputs: BatchInputs, objective: AnyObjective): Tensor[] {
  const read = scoresOf(objective.inputs)
  const unread = new Set<string>(scores.filter((score) => !read.includes(score)).map(({ input }) => input))
  return Object.entries<Tensor>({ ...inputs })
    .filter(([name]) => !unread.has(name))
    .map(([, tensor]) => tensor)
}
