import { sizeOf, type Shape } from './shape.ts'
import { ShapeError } from './error.ts'
import { singleOutput, type DType, type Float, type Tensor, type Values } from './tensor.ts'

/** Declares a value that is fed when the graph runs, under a name that is unique in the graph. */
export function input<const D extends DType>(name: string, dtype: D, shape: Shape): Tensor<D> {
  return { dtype, shape, node: { kind: 'input', name, inputs: [], outputs: [{ dtype, shape }] }, index: 0 }
}

/**
 * Makes a tensor of known numbers; a scalar when no shape is given and the values are a number.
 *
 * Integers may be given as numbers; booleans are 0 and 1.
 *
 * @throws ShapeError when the number of values is not the shape's.
 */
export function constant<const D extends DType = 'float32'>(
  values: number | ArrayLike<number>,
  shape?: readonly number[],
  dtype?: D,
): Tensor<D> {
  const list = typeof values === 'number' ? [values] : values
  const type: DType = dtype ?? 'float32'
  const dims = shape ?? (typeof values === 'number' ? [] : [values.length])
  if (sizeOf(dims) !== list.length)
    throw new ShapeError('constant', [dims], `cannot hold ${list.length} values`)
  const outputs = [{ dtype: type, shape: dims }]
  const node = { kind: 'constant', values: pack(type, list), inputs: [], outputs } as const
  return { dtype: type as D, shape: dims, node, index: 0 }
}

/** Makes a tensor of one repeated number, without writing it out. */
export function full(shape: readonly number[], value: number): Float {
  return singleOutput('float32', shape, {
    type: 'Expand',
    inputs: [constant(value), constant(shape, [shape.length], 'int64')],
  })
}

/** Returns the number of a one-element float constant, else undefined. */
export function constantValue(tensor: Tensor): number | undefined {
  const { node } = tensor
  return node.kind === 'constant' && node.values instanceof Float32Array && node.values.length === 1
    ? node.values[0]
    : undefined
}

function pack(dtype: DType, values: ArrayLike<number>): Values {
  if (dtype === 'float32') return Float32Array.from(values)
  if (dtype === 'int32') return Int32Array.from(values)
  if (dtype === 'bool') return Uint8Array.from(values)
  return BigInt64Array.from(Array.from(values, BigInt))
}
