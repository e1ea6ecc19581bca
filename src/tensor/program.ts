import * as ort from 'onnxruntime-node'
import { openSession, type Start } from './session.ts'
import { sizeOf, staticShape, type Shape } from './shape.ts'
import type { DType, Node, Tensor, Values } from './tensor.ts'
import { topological } from './topological.ts'
import { viewName, write, type GraphSpec } from './write.ts'

/** Numbers to feed: an array where the input's shape is static, else an ONNX Runtime tensor. */
export type Feed = Values | ort.Tensor

/** A value that a program keeps between runs. */
export interface State {
  readonly input: Tensor<'float32'>
  readonly output: Tensor<'float32'>
  /**
   * Uses one buffer for both, which is right only where the operator that writes it says so (the caches of
   * GroupQueryAttention). Default: two buffers that change places after each run.
   */
  readonly inPlace?: boolean
  /** Where it lives. Programs that are given the same memory share the state. Default: memory of its own. */
  readonly memory?: StateMemory
}

/** The two buffers of a state and which of them holds it now. */
export class StateMemory {
  readonly buffers: readonly [Float32Array, Float32Array]
  #now: 0 | 1 = 0

  /** size: how many numbers, all 0 at first. second: false where one buffer serves as both. */
  constructor(size: number, second = true) {
    const first = new Float32Array(size)
    this.buffers = [first, second ? new Float32Array(size) : first]
  }

  /** Which buffer holds the state. */
  get now(): 0 | 1 {
    return this.#now
  }

  /** The state; not a copy. */
  get current(): Float32Array {
    return this.buffers[this.#now]
  }

  /** Makes the other buffer the state. */
  swap(): void {
    this.#now = this.#now === 0 ? 1 : 0
  }
}

export interface ProgramSpec {
  /** What is fed on each run (state is not). */
  readonly inputs: readonly Tensor[]
  readonly outputs: Readonly<Record<string, Tensor>>
  readonly state?: Readonly<Record<string, State>>
  readonly initializers?: GraphSpec['initializers']
  /** Threads inside an operator. Default: ONNX Runtime's, one per core. */
  readonly threads?: number
  /** Further session options, for measurements. */
  readonly options?: ort.InferenceSession.SessionOptions
}

/** A graph that is ready to run, with its state. */
export interface Program {
  /**
   * Runs the graph once and moves the state on. The outputs are the caller's to keep.
   *
   * @param feeds one entry for each input, by its name
   * @throws Error when a feed is missing or has the wrong size, or a run is under way.
   */
  run(feeds?: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, ort.Tensor>>>
  /**
   * Returns the buffer that holds a state now. It is not a copy: the run after the next writes into it, and
   * a caller that writes into it sets the state.
   */
  state(name: string): Float32Array
  /** Copies numbers into a state. */
  load(name: string, values: Float32Array): void
  /** Frees the session. */
  release(): Promise<void>
}

/**
 * Makes a graph ready to run in ONNX Runtime.
 *
 * Each state lives in two buffers that are allocated once: a run reads one and writes the other in place, and
 * then they change places, so that nothing is copied. States start at zero. Outputs of static shapes are
 * written in place too; one of a symbolic shape makes ONNX Runtime copy whatever the run returns.
 */
export async function compile(spec: ProgramSpec): Promise<Program> {
  const states = Object.entries(spec.state ?? {})
  const stateOutputs = states.map(([name, { output }]) => [stateOutput(name), output] as const)
  const graph = {
    inputs: [...spec.inputs, ...states.map(([, { input }]) => input)],
    outputs: { ...spec.outputs, ...Object.fromEntries(stateOutputs) },
    ...(spec.initializers && { initializers: spec.initializers }),
  }
  const { session, start } = await openSession(write(graph, true), spec.outputs, {
    ...(spec.threads !== undefined && { intraOpNumThreads: spec.threads }),
    ...spec.options,
  })
  const views = viewsByInput(Object.values(graph.outputs))
  const buffers = states.map(
    ([name, state]) => new StateBuffers(name, state, views.get(state.input.node) ?? []),
  )
  const fed = spec.inputs.filter(({ node }) => !(nameOf(node) in (spec.initializers ?? {})))
  return new SessionProgram(session, fed, views, buffers, start)
}

class SessionProgram implements Program {
  readonly #session: ort.InferenceSession
  readonly #inputs: readonly Tensor[]
  readonly #views: ReadonlyMap<Node, readonly View[]>
  readonly #states: readonly StateBuffers[]
  readonly #start: Start
  #running = false

  constructor(
    session: ort.InferenceSession,
    inputs: readonly Tensor[],
    views: ReadonlyMap<Node, readonly View[]>,
    states: readonly StateBuffers[],
    start: Start,
  ) {
    this.#session = session
    this.#inputs = inputs
    this.#views = views
    this.#states = states
    this.#start = start
  }

  async run(feeds: Readonly<Record<string, Feed>> = {}): Promise<Readonly<Record<string, ort.Tensor>>> {
    if (this.#running) throw new Error('run: the program is running; its runs must follow one another.')
    const given: Record<string, ort.Tensor> = {}
    for (const input of this.#inputs) {
      const feed = feeds[nameOf(input.node)]
      if (feed === undefined) throw new Error(`run: the input '${nameOf(input.node)}' is not fed.`)
      const views = this.#views.get(input.node) ?? []
      Object.assign(given, feedInput(input, feed), views.length > 0 && viewTensors(views, floats(feed)))
    }
    const fetches: Record<string, ort.Tensor> = {}
    for (const state of this.#states) {
      Object.assign(given, state.feeds)
      Object.assign(fetches, state.fetches)
    }
    this.#running = true
    try {
      const results = await this.#start(given, fetches)
      for (const state of this.#states) state.swap()
      return results
    } finally {
      this.#running = false
    }
  }

  state(name: string): Float32Array {
    const found = this.#states.find((state) => state.name === name)
    if (found === undefined) throw new Error(`state: there is no state '${name}'.`)
    return found.current
  }

  load(name: string, values: Float32Array): void {
    const buffer = this.state(name)
    if (values.length !== buffer.length)
      throw new Error(`load: the state '${name}' holds ${buffer.length} numbers, not ${values.length}.`)
    buffer.set(values)
  }

  async release(): Promise<void> {
    await this.#session.release()
  }
}

/** The memory of a state with the ONNX Runtime tensors that wrap it, made once. */
class StateBuffers {
  readonly name: string
  readonly #memory: StateMemory
  readonly #feeds: readonly Record<string, ort.Tensor>[]
  readonly #fetches: readonly Record<string, ort.Tensor>[]

  constructor(name: string, { input, output, inPlace = false, memory }: State, views: readonly View[]) {
    const shape = staticShape(`state '${name}'`, input.shape)
    if (output.shape.join() !== shape.join())
      throw new Error(
        `compile: the state '${name}' changes shape from [${shape.join()}] to [${output.shape.join()}].`,
      )
    this.name = name
    this.#memory = memory ?? new StateMemory(sizeOf(shape), !inPlace)
    if (this.#memory.current.length !== sizeOf(shape))
      throw new Error(
        `compile: the state '${name}' of shape [${shape.join()}] is given memory for ${this.#memory.current.length} numbers.`,
      )
    const tensors = this.#memory.buffers.map((buffer) => new ort.Tensor('float32', buffer, shape))
    this.#feeds = this.#memory.buffers.map((buffer, i) => ({
      [nameOf(input.node)]: tensors[i]!,
      ...viewTensors(views, buffer),
    }))
    this.#fetches = [1, 0].map((other) => ({ [stateOutput(name)]: tensors[other]! }))
  }

  get current(): Float32Array {
    return this.#memory.current
  }

  get feeds(): Record<string, ort.Tensor> {
    return this.#feeds[this.#memory.now]!
  }

  get fetches(): Record<string, ort.Tensor> {
    return this.#fetches[this.#memory.now]!
  }

  swap(): void {
    this.#memory.swap()
  }
}

interface View {
  readonly name: string
  readonly start: number
  readonly shape: readonly number[]
}

function viewsByInput(outputs: readonly Tensor[]): Map<Node, View[]> {
  const found = new Map<Node, View[]>()
  for (const node of topological(outputs.map((tensor) => tensor.node))) {
    if (node.kind !== 'views' || node.inputs[0]?.node.kind !== 'input') continue
    const source = node.inputs[0].node
    let start = 0
    for (const [i, view] of node.names.entries()) {
      const shape = staticShape('views', node.outputs[i]!.shape)
      found.set(source, [...(found.get(source) ?? []), { name: viewName(source.name, view), start, shape }])
      start += sizeOf(shape)
    }
  }
  return found
}

function viewTensors(views: readonly View[], flat: Float32Array): Record<string, ort.Tensor> {
  return Object.fromEntries(
    views.map(({ name, start, shape }) => [
      name,
      new ort.Tensor('float32', flat.subarray(start, start + sizeOf(shape)), shape),
    ]),
  )
}

function floats(feed: Feed): Float32Array {
  return (ArrayBuffer.isView(feed) ? feed : feed.data) as Float32Array
}

function feedInput(input: Tensor, feed: Feed): Record<string, ort.Tensor> {
  const name = nameOf(input.node)
  const value = ArrayBuffer.isView(feed) ? wrap(name, input, feed) : feed
  if (value.type !== input.dtype)
    throw new Error(`run: the input '${name}' is ${input.dtype}, not ${value.type}.`)
  if (!fits(value.dims, input.shape))
    throw new Error(
      `run: the input '${name}' has shape [${input.shape.join(', ')}], not [${value.dims.join(', ')}].`,
    )
  return { [name]: value }
}

function wrap(name: string, { dtype, shape }: Tensor, values: Values): ort.Tensor {
  const dims = staticShape(`input '${name}'`, shape)
  if (values.length !== sizeOf(dims))
    throw new Error(`run: the input '${name}' of shape [${dims.join(', ')}] is fed ${values.length} numbers.`)
  if (dtype !== dtypeOf(values))
    throw new Error(`run: the input '${name}' is ${dtype}, not ${dtypeOf(values)}.`)
  return new ort.Tensor(dtype, values as Float32Array, dims)
}

function dtypeOf(values: Values): DType {
  if (values instanceof Float32Array) return 'float32'
  if (values instanceof BigInt64Array) return 'int64'
  return values instanceof Int32Array ? 'int32' : 'bool'
}

function fits(dims: readonly number[], shape: Shape): boolean {
  return dims.length === shape.length && shape.every((dim, i) => typeof dim === 'string' || dim === dims[i])
}

const stateOutput = (name: string) => `next/${name}`

function nameOf(node: Node): string {
  if (node.kind !== 'input') throw new Error(`compile: a tensor of kind ${node.kind} is listed as an input.`)
  return node.name
}
