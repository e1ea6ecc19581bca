import { add } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { expand, reshape, transpose } from './layout.ts'
import { matmul } from './matmul.ts'
import { axisOf, sameShape, sizeOf, staticDim, staticShape } from './shape.ts'
import { constant, full } from './source.ts'
import { singleOutput, type DType, type Float, type Integer, type Tensor } from './tensor.ts'

/**
 * Looks entries of one axis up: that axis is replaced by the axes of `indices`.
 *
 * The gradient adds up the entries that were looked up more than once. Indices must be in 0 … size − 1.
 */
export function gather<D extends DType>(x: Tensor<D>, indices: Integer, axis = 0): Tensor<D> {
  const at = axisOf('gather', x.shape, axis)
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)]
  return singleOutput(x.dtype, shape, {
    type: 'Gather',
    inputs: [x, indices],
    attributes: { axis: { int: at } },
    pullback: ([g]) => {
      const rank = indices.shape.length
      const rest = x.shape.map((_, i) => i).filter((i) => i !== at)
      const looked = Array.from({ length: rank }, (_, i) => at + i)
      // The looked-up axes first: indices' own axes, then the others of x.
      const front = transpose(g!, [...looked, ...rest.map((i) => (i < at ? i : i + rank - 1))])
      const sums = sumByIndex(staticDim('gather', x.shape, at), indices, front)
      return [
        transpose(
          sums,
          Array.from(x.shape, (_, i) => (i === at ? 0 : i < at ? i + 1 : i)),
        ),
      ]
    },
  })
}

/** Adds to the entries of x's first axis that `indices` name: x[indices[i]] += updates[i]. */
export function scatterAdd(x: Float, indices: Integer, updates: Float): Float {
  if (!sameShape(updates.shape, [...indices.shape, ...x.shape.slice(1)]))
    throw new ShapeError('scatterAdd', [x.shape, indices.shape, updates.shape], 'do not fit')
  return add(x, sumByIndex(staticDim('scatterAdd', x.shape, 0), indices, updates))
}

/** Up to this many sums a product with a one-hot matrix is faster than scattering. */
const oneHotLimit = 256

/**
 * Adds up the updates that share an index: [indices…, rest…] → [count, rest…].
 *
 * It is not ONNX's ScatterND with reduction 'add', whose threads overwrite one another's sums in ONNX Runtime
 * (seen in 1.30) where an index repeats.
 */
function sumByIndex(count: number, indices: Integer, updates: Float): Float {
  const rest = staticShape('scatterAdd', updates.shape).slice(indices.shape.length)
  const rows = sizeOf(staticShape('scatterAdd', indices.shape))
  const width = sizeOf(rest)
  const flat = reshape(updates, [rows, width])
  const column = reshape(indices, [rows, 1])
  const sums =
    count <= oneHotLimit
      ? matmul(gather(identity(count), reshape(indices, [rows])), flat, { transposeA: true })
      : scatterElements(full([count, width], 0), expand(column, [rows, width]), flat, 0)
  return reshape(sums, [count, ...rest])
}

function identity(size: number): Float {
  return constant(
    Array.from({ length: size * size }, (_, i) => (i % size === Math.floor(i / size) ? 1 : 0)),
    [size, size],
  )
}

/**
 * Looks one entry up for each element of `indices`, along one axis: y[…, j, …] = x[…, indices[…, j, …], …].
 * `indices` has x's shape except on the axis.
 */
export function gatherElements<D extends DType>(x: Tensor<D>, indices: Integer, axis: number): Tensor<D> {
  const at = axisOf('gatherElements', x.shape, axis)
  if (indices.shape.length !== x.shape.length || !sameShape(x.shape.with(at, 1), indices.shape.with(at, 1)))
    throw new ShapeError('gatherElements', [x.shape, indices.shape], `differ off axis ${axis}`)
  return singleOutput(x.dtype, indices.shape, {
    type: 'GatherElements',
    inputs: [x, indices],
    attributes: { axis: { int: at } },
    pullback: ([g]) => [scatterElements(full(staticShape('gatherElements', x.shape), 0), indices, g!, at)],
  })
}

/** The reverse of `gatherElements`: adds each update to the entry of x that its index names. */
export function scatterElements(x: Float, indices: Integer, updates: Float, axis: number): Float {
  const at = axisOf('scatterElements', x.shape, axis)
  if (!sameShape(indices.shape, updates.shape))
    throw new ShapeError('scatterElements', [x.shape, indices.shape, updates.shape], 'do not fit')
  return singleOutput('float32', x.shape, {
    type: 'ScatterElements',
    inputs: [x, indices, updates],
    attributes: { axis: { int: at }, reduction: { string: 'add' } },
    pullback: ([g]) => [g, undefined, gatherElements(g!, indices, at)],
  })
}
