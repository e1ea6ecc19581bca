import type { Shape } from './shape.ts'

export type DType = 'float32' | 'int64' | 'int32' | 'bool'

/**
 * One output of a node of a graph: a value that will have this type and shape when the graph runs.
 *
 * Tensors are immutable and hold no numbers. Building an expression only links nodes; what no output
 * reaches is never written.
 */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D
  readonly shape: Shape
  readonly node: Node
  /** Which output of the node it is. */
  readonly index: number
}

export type Float = Tensor<'float32'>
export type Integer = Tensor<'int64' | 'int32'>
export type Bool = Tensor<'bool'>

/** An attribute of an ONNX operator. A JavaScript number does not tell 1 from 1.0: floats are marked. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }

/** Numbers of a constant, in row-major order. Booleans are 0 and 1. */
export type Values = Float32Array | BigInt64Array | Int32Array | Uint8Array

/** How a node pulls gradients from its outputs to its inputs; undefined is a gradient of zero. */
export type Pullback = (upstream: readonly (Float | undefined)[]) => readonly (Float | undefined)[]

interface Common {
  readonly inputs: readonly (Tensor | undefined)[]
  readonly outputs: readonly OutputType[]
  readonly pullback?: Pullback
  /**
   * The pullback accepts gradients that only broadcast to its output's shape. They are otherwise
   * expanded first.
   */
  readonly broadcasts?: boolean
}

export type Node = Common &
  (
    | { readonly kind: 'input'; readonly name: string }
    | { readonly kind: 'constant'; readonly values: Values }
    /** One ONNX operator. */
    | {
        readonly kind: 'operator'
        readonly type: string
        readonly domain: string
        readonly attributes: Readonly<Record<string, Attribute>>
      }
    /** Its first input under a pullback of its own: written as that input. */
    | { readonly kind: 'alias' }
    /** Consecutive pieces of a flat vector, one output each. */
    | { readonly kind: 'views'; readonly names: readonly string[] }
  )

export interface OutputType<D extends DType = DType> {
  readonly dtype: D
  readonly shape: Shape
}

type Outputs<O extends readonly OutputType[]> = { [K in keyof O]: Tensor<O[K]['dtype']> }

/** What `operator` writes: an ONNX operator, its domain's name included, and what it returns. */
export interface OperatorSpec<O extends readonly OutputType[]> {
  readonly type: string
  /** '' (the default) for ONNX, 'com.microsoft' for ONNX Runtime's own. */
  readonly domain?: '' | 'com.microsoft'
  /** Undefined for an optional input that is left out. */
  readonly inputs: readonly (Tensor | undefined)[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  readonly outputs: O
  readonly pullback?: Pullback
  readonly broadcasts?: boolean
}

/**
 * Applies an ONNX operator by its name, and returns its outputs with the types that the caller declares.
 *
 * Nothing checks the declaration before ONNX Runtime does. Without a pullback the operator serves
 * inference only: `gradients` refuses to pass through it.
 *
 * @example const [y] = operator({ type: 'Erf', inputs: [x], outputs: [{ dtype: 'float32', shape: x.shape }] })
 */
export function operator<const O extends readonly OutputType[]>(spec: OperatorSpec<O>): Outputs<O> {
  const node: Node = {
    kind: 'operator',
    type: spec.type,
    domain: spec.domain ?? '',
    inputs: spec.inputs,
    attributes: spec.attributes ?? {},
    outputs: spec.outputs,
    ...(spec.pullback && { pullback: spec.pullback }),
    ...(spec.broadcasts && { broadcasts: true }),
  }
  return outputsOf(node) as unknown as Outputs<O>
}

/** Returns all outputs of a node, in order. */
export function outputsOf(node: Node): Tensor[] {
  return node.outputs.map(({ dtype, shape }, index) => ({ dtype, shape, node, index }))
}

/** Applies an operator that has one output. */
export function singleOutput<D extends DType>(
  dtype: D,
  shape: Shape,
  spec: Omit<OperatorSpec<readonly OutputType[]>, 'outputs'>,
): Tensor<D> {
  return operator({ ...spec, outputs: [{ dtype, shape }] })[0]
}
