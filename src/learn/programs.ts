import {
  add,
  compile,
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
import type { AnyObjective } from './objective.ts'
import type { Optimizer } from './optimizer.ts'
import { scores, scoresOf, type Score } from './scores.ts'
import type { Trainable } from './trainable.ts'

/** The vectors that a training step moves on: all of the model's P parameters. */
export interface TrainingState {
  readonly weights: StateMemory
  readonly firstMoment: StateMemory
  readonly secondMoment: StateMemory
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
  #gradient: StateMemory | undefined
  readonly #compiled = new Map<string, Promise<Program>>()

  constructor(model: Trainable, objective: AnyObjective, optimizer: Optimizer, state: TrainingState) {
    this.#model = model
    this.#objective = objective
    this.#optimizer = optimizer
    this.#state = state
  }

  /** A whole update in one graph: outputs loss, gradientNorm and the metrics. */
  update(shape: BatchShape): Promise<Program> {
    return this.#cached('update', shape, () => {
      const { inputs, weights, loss, metrics, gradient } = this.#loss(shape)
      const applied = this.#apply(weights, gradient)
      return compile({
        ...this.#threads(shape),
        inputs: [...inputs, ...applied.inputs],
        outputs: { loss, gradientNorm: applied.gradientNorm, ...metrics },
        state: applied.state,
      })
    })
  }

  /** Adds the gradient of a part of a minibatch to `gradient`: outputs the part's share of loss and metrics. */
  accumulate(shape: BatchShape): Promise<Program> {
    return this.#cached('accumulate', shape, () => {
      const { inputs, weights, loss, metrics, gradient } = this.#loss(shape)
      const sum = input('gradient', 'float32', weights.shape)
      return compile({
        ...this.#threads(shape),
        inputs: [weights, ...inputs],
        outputs: { loss, ...metrics },
        state: { gradient: { input: sum, output: add(sum, gradient), memory: this.gradient } },
      })
    })
  }

  /** Updates the weights by the accumulated gradient: output gradientNorm. */
  apply(): Promise<Program> {
    return this.#cached('apply', { sequences: 0, length: 0, targets: 0, constrained: false }, () => {
      const weights = this.#weights()
      const gradient = input('gradient', 'float32', weights.shape)
      const { inputs, gradientNorm, state } = this.#apply(weights, gradient)
      return compile({ inputs: [gradient, ...inputs], outputs: { gradientNorm }, state })
    })
  }

  /** What weights that are fed make of the rows: outputs logp [T] and logProbabilities [T, V], as asked for. */
  score(shape: BatchShape, what: readonly Score['what'][]): Promise<Program> {
    return this.#cached(what.join(' '), shape, () => {
      const { inputs, weights, logits } = this.#forward(shape)
      const { tokens, rows, chosen, allowed } = inputs
      const tensors = batchTensors(logits, inputs)
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

  /** The sum of the gradients of the parts so far; made when it is first needed. */
  get gradient(): StateMemory {
    return (this.#gradient ??= new StateMemory(this.#state.weights.current.length))
  }

  #weights(): Float {
    return input('weights', 'float32', [this.#state.weights.current.length])
  }

  #forward(shape: BatchShape) {
    const inputs = batchInputs(shape, this.#model.tokenizer.vocabularySize)
    const weights = this.#weights()
    return { inputs, weights, logits: this.#model.logits(weights, inputs.tokens, inputs.rows) }
  }

  #loss(shape: BatchShape) {
    const { inputs, weights, logits } = this.#forward(shape)
    const scalars = scalarInputs(Object.keys(this.#objective.scalars))
    const tensors = unitTensors(this.#objective.unit, logits, inputs)
    const { loss, metrics } = this.#objective.build(tensors, scalars)
    const [gradient] = gradients(loss, [weights]) as [Float]
    const read = [...used(inputs, this.#objective), ...Object.values(scalars)]
    return { inputs: read, weights, loss, metrics, gradient }
  }

  #apply(weights: Float, gradient: Float) {
    const rates = scalarInputs(Object.keys(this.#optimizer.scalars(1, 0)))
    const firstMoment = input('firstMoment', 'float32', weights.shape)
    const secondMoment = input('secondMoment', 'float32', weights.shape)
    const next = this.#optimizer.update({ weights, firstMoment, secondMoment }, gradient, {
      learningRate: rates['learningRate']!,
      firstCorrection: rates['firstCorrection']!,
      secondCorrection: rates['secondCorrection']!,
    })
    const state = {
      weights: { input: weights, output: next.weights, memory: this.#state.weights },
      firstMoment: { input: firstMoment, output: next.firstMoment, memory: this.#state.firstMoment },
      secondMoment: { input: secondMoment, output: next.secondMoment, memory: this.#state.secondMoment },
    }
    return { inputs: Object.values(rates), gradientNorm: next.gradientNorm, state }
  }

  /** One thread for a small graph, ONNX Runtime's default for others. */
  #threads({ sequences, length }: BatchShape): { readonly threads?: number } {
    return 6 * this.#state.weights.current.length * sequences * length < worthThreads ? { threads: 1 } : {}
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

/** The batch inputs that are fed to the graph of an objective: all, but scores that it does not read. */
function used(inputs: BatchInputs, objective: AnyObjective): Tensor[] {
  const read = scoresOf(objective.inputs)
  const unread = new Set<string>(scores.filter((score) => !read.includes(score)).map(({ input }) => input))
  return Object.entries<Tensor>({ ...inputs })
    .filter(([name]) => !unread.has(name))
    .map(([, tensor]) => tensor)
}
