import { digest } from '../core/index.ts'
import { encodeModel, type OnnxInitializer, type OnnxNode, type OnnxValue } from './onnx.ts'
import { sameShape, sizeOf, staticShape } from './shape.ts'
import type { DType, Node, Tensor } from './tensor.ts'
import { topological } from './topological.ts'

/** A graph to be written: what it is fed and what it returns. */
export interface GraphSpec {
  /** The input tensors in the order of the file; those that no output needs are kept too. */
  readonly inputs: readonly Tensor[]
  readonly outputs: Readonly<Record<string, Tensor>>
  /** Numbers that become part of the file instead of being fed, under the name of their input. */
  readonly initializers?: Readonly<Record<string, Float32Array>>
}

const opsets = { '': 21, 'com.microsoft': 1 }

/**
 * Writes a graph as the bytes of an ONNX model (opset 21, and ONNX Runtime's com.microsoft operators).
 *
 * Equal graphs give equal bytes: names follow the topological order. Equal computations are written once,
 * and what no output needs is left out.
 *
 * @throws Error when an output needs an input that is not listed, or a name occurs twice.
 */
export function writeOnnx(spec: GraphSpec): Uint8Array<ArrayBuffer> {
  return write(spec, false)
}

/** Writes a graph as `writeOnnx` does; views of an input are inputs themselves when `viewsAreInputs`. */
export function write(spec: GraphSpec, viewsAreInputs: boolean): Uint8Array<ArrayBuffer> {
  const writer = new GraphWriter(spec, viewsAreInputs)
  for (const node of topological(Object.values(spec.outputs).map((tensor) => tensor.node))) writer.add(node)
  return encodeModel(writer.finish(), opsets)
}

/** The name under which a view of an input is fed. */
export function viewName(input: string, view: string): string {
  return `${input}/${view}`
}

class GraphWriter {
  readonly #spec: GraphSpec
  readonly #viewsAreInputs: boolean
  readonly #names = new Map<Node, readonly string[]>()
  readonly #shared = new Map<string, readonly string[]>()
  readonly #nodes: OnnxNode[] = []
  readonly #initializers: OnnxInitializer[] = []
  readonly #inputs: OnnxValue[] = []

  constructor(spec: GraphSpec, viewsAreInputs: boolean) {
    this.#spec = spec
    this.#viewsAreInputs = viewsAreInputs
    const taken = new Set<string>()
    for (const tensor of spec.inputs) {
      const { node, dtype, shape } = tensor
      if (node.kind !== 'input')
        throw new Error(`write: a tensor of kind ${node.kind} is listed as an input.`)
      if (taken.has(node.name)) throw new Error(`write: two inputs are called '${node.name}'.`)
      taken.add(node.name)
      this.#names.set(node, [node.name])
      const values = spec.initializers?.[node.name]
      if (values === undefined) this.#inputs.push({ name: node.name, dtype, shape })
      else this.#initialize(node.name, dtype, staticShape('write', shape), values)
    }
    for (const name of Object.keys(spec.initializers ?? {}))
      if (!taken.has(name)) throw new Error(`write: there is no input '${name}' to initialize.`)
    for (const name of Object.keys(spec.outputs))
      if (taken.has(name)) throw new Error(`write: '${name}' is both an input and an output.`)
  }

  add(node: Node): void {
    if (this.#names.has(node)) return
    this.#names.set(node, this.#write(node))
  }

  /** Gives the outputs their names: a node's own output takes the name, anything else is passed through. */
  finish() {
    const produced = new Set(this.#nodes.flatMap(({ outputs }) => outputs))
    const renamed = new Map<string, string>()
    const passed: OnnxNode[] = []
    const outputs = Object.entries(this.#spec.outputs).map(([name, tensor]) => {
      const internal = this.#name(tensor)
      if (produced.has(internal) && !renamed.has(internal)) renamed.set(internal, name)
      else passed.push(node('Identity', '', [internal], [name], {}, `Identity_${name}`))
      return { name, dtype: tensor.dtype, shape: tensor.shape }
    })
    const rename = (name: string) => renamed.get(name) ?? name
    const nodes = [...this.#nodes, ...passed].map((each) => ({
      ...each,
      inputs: each.inputs.map(rename),
      outputs: each.outputs.map(rename),
    }))
    return { nodes, initializers: this.#initializers, inputs: this.#inputs, outputs }
  }

  #name(tensor: Tensor | undefined): string {
    if (tensor === undefined) return ''
    return this.#names.get(tensor.node)![tensor.index]!
  }

  #write(node: Node): readonly string[] {
    if (node.kind === 'input')
      throw new Error(`write: the graph needs the input '${node.name}', which is not listed.`)
    if (node.kind === 'alias') return [this.#name(node.inputs[0])]
    if (node.kind === 'constant') return this.#constant(node)
    if (node.kind === 'views') return this.#views(node)
    const inputs = node.inputs.map((tensor) => this.#name(tensor))
    return this.#operator(node.type, node.domain, inputs, node.attributes, node.outputs.length)
  }

  #operator(
    type: string,
    domain: string,
    inputs: readonly string[],
    attributes: OnnxNode['attributes'],
    count: number,
  ) {
    const key = JSON.stringify([type, domain, inputs, attributes, count])
    return this.#once(key, () => {
      const name = `${type}_${this.#nodes.length}`
      const outputs = Array.from({ length: count }, (_, i) => (i === 0 ? name : `${name}:${i}`))
      this.#nodes.push(node(type, domain, inputs, outputs, attributes, name))
      return outputs
    })
  }

  #constant(node: Node & { kind: 'constant' }): readonly string[] {
    const { dtype, shape } = node.outputs[0]!
    const { values } = node
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    return this.#once(JSON.stringify(['constant', dtype, shape, digest(bytes)]), () => {
      const name = `constant_${this.#initializers.length}`
      this.#initialize(name, dtype, staticShape('constant', shape), values)
      return [name]
    })
  }

  #views({ names, inputs, outputs }: Node & { kind: 'views' }): readonly string[] {
    const flat = inputs[0]!
    const source = flat.node
    if (
      this.#viewsAreInputs &&
      source.kind === 'input' &&
      this.#spec.initializers?.[source.name] === undefined
    )
      return names.map((view, i) => {
        const name = viewName(source.name, view)
        if (!this.#inputs.some((value) => value.name === name)) this.#inputs.push({ name, ...outputs[i]! })
        return name
      })
    const ints = (values: readonly number[]) => {
      const shape = [values.length]
      const type = [{ dtype: 'int64' as const, shape }]
      return this.#constant({
        kind: 'constant',
        values: BigInt64Array.from(values, BigInt),
        inputs: [],
        outputs: type,
      })[0]!
    }
    const shapes = outputs.map(({ shape }) => staticShape('views', shape))
    const pieces = this.#operator('Split', '', [this.#name(flat), ints(shapes.map(sizeOf))], {}, names.length)
    return pieces.map((piece, i) =>
      sameShape(shapes[i]!, [sizeOf(shapes[i]!)])
        ? piece
        : this.#operator('Reshape', '', [piece, ints(shapes[i]!)], {}, 1)[0]!,
    )
  }

  #initialize(name: string, dtype: DType, shape: readonly number[], values: ArrayBufferView): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    if (sizeOf(shape) * { float32: 4, int32: 4, int64: 8, bool: 1 }[dtype] !== bytes.length)
      throw new Error(
        `write: '${name}' of shape [${shape.join(', ')}] is given ${bytes.length} bytes of ${dtype}.`,
      )
    this.#initializers.push({ name, dtype, shape, bytes })
  }

  #once(key: string, write: () => readonly string[]): readonly string[] {
    const known = this.#shared.get(key)
    if (known !== undefined) return known
    const names = write()
    this.#shared.set(key, names)
    return names
  }
}

function node(
  type: string,
  domain: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: OnnxNode['attributes'],
  name: string,
): OnnxNode {
  return { name, type, domain, inputs, outputs, attributes }
}
