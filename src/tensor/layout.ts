import { ShapeError } from './error.ts'
import { axisOf, broadcastShape, sameShape, sizeOf, staticDim, type Dim, type Shape } from './shape.ts'
import { constant } from './source.ts'
import { operator, singleOutput, type DType, type Float, type Tensor } from './tensor.ts'

const ints = (values: readonly number[]) => constant(values, [values.length], 'int64')

/**
 * Gives the same elements, in row-major order, another shape.
 *
 * One dimension may be −1: what is left. A symbolic dimension that stands at the same axis as in the input
 * is kept; one more, at any axis, may be named, and is what is left.
 */
export function reshape<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  const target = shape.map((dim, axis) => (typeof dim === 'string' ? (x.shape[axis] === dim ? 0 : -1) : dim))
  const unknown = target.filter((dim) => dim === -1).length
  if (unknown > 1) throw new ShapeError('reshape', [x.shape, shape], 'leave more than one dimension open')
  const result = shape.map((dim, axis) => (dim === -1 ? leftOver(x.shape, shape, axis) : dim))
  if (sameShape(result, x.shape)) return x
  const { count, names } = elements(x.shape)
  const other = elements(result)
  if (
    (unknown === 0 || result.every((dim) => typeof dim === 'number')) &&
    (count !== other.count || names !== other.names)
  )
    throw new ShapeError('reshape', [x.shape, shape], 'hold different numbers of elements')
  const source = reshaped(x)
  if (source !== undefined && !target.includes(0)) return reshape(source, result)
  return singleOutput(x.dtype, result, {
    type: 'Reshape',
    inputs: [x, ints(target)],
    pullback: ([g]) => [reshape(g!, x.shape)],
  })
}

/** What a tensor of static shape was reshaped from, if it was. */
function reshaped<D extends DType>({ node, shape }: Tensor<D>): Tensor<D> | undefined {
  const isReshape = node.kind === 'operator' && node.type === 'Reshape' && node.domain === ''
  return isReshape && shape.every((dim) => typeof dim === 'number')
    ? (node.inputs[0] as Tensor<D>)
    : undefined
}

function leftOver(from: Shape, to: Shape, axis: number): Dim {
  const a = elements(from)
  const b = elements(to.filter((_, i) => i !== axis))
  if (a.names !== b.names || a.count % b.count !== 0)
    throw new ShapeError('reshape', [from, to], 'leave a dimension that is not a whole number')
  return a.count / b.count
}

/** The number of elements as a size times the symbolic dimensions' names. */
function elements(shape: Shape): { count: number; names: string } {
  const sizes = shape.filter((dim) => typeof dim === 'number')
  const names = shape.filter((dim) => typeof dim === 'string')
  return { count: sizeOf(sizes), names: names.toSorted().join('*') }
}

/** Reorders the axes: axis i of the result is axis `permutation[i]` of x. Default: all reversed. */
export function transpose<D extends DType>(x: Tensor<D>, permutation?: readonly number[]): Tensor<D> {
  const perm = permutation ?? x.shape.map((_, i) => x.shape.length - 1 - i)
  if (perm.length !== x.shape.length || perm.toSorted((a, b) => a - b).some((axis, i) => axis !== i))
    throw new ShapeError('transpose', [x.shape], `cannot be permuted by [${perm.join(', ')}]`)
  if (perm.every((axis, i) => axis === i)) return x
  const inverse = perm.map((_, i) => perm.indexOf(i))
  return singleOutput(
    x.dtype,
    perm.map((axis) => x.shape[axis]!),
    {
      type: 'Transpose',
      inputs: [x],
      attributes: { perm: { ints: perm } },
      pullback: ([g]) => [transpose(g!, inverse)],
    },
  )
}

/** Cuts [start, end) out of one axis. Negative bounds count from the end; `end` may be beyond it. */
export function slice<D extends DType>(
  x: Tensor<D>,
  axis: number,
  start: number,
  end: number = Infinity,
): Tensor<D> {
  const at = axisOf('slice', x.shape, axis)
  const size = staticDim('slice', x.shape, at)
  const clamp = (bound: number) => Math.min(size, Math.max(0, bound < 0 ? bound + size : bound))
  const [from, to] = [clamp(start), clamp(end)]
  if (from >= to)
    throw new ShapeError('slice', [x.shape], `have nothing in [${start}, ${end}) of axis ${axis}`)
  if (from === 0 && to === size) return x
  return singleOutput(x.dtype, x.shape.with(at, to - from), {
    type: 'Slice',
    inputs: [x, ints([from]), ints([to]), ints([at])],
    pullback: ([g]) => [pad(g!, at, from, size - to)],
  })
}

/** Adds zeros before and after along one axis. */
export function pad(x: Float, axis: number, before: number, after: number): Float {
  const at = axisOf('pad', x.shape, axis)
  const size = staticDim('pad', x.shape, at)
  return singleOutput('float32', x.shape.with(at, size + before + after), {
    type: 'Pad',
    inputs: [x, ints([before, after]), undefined, ints([at])],
    pullback: ([g]) => [slice(g!, at, before, before + size)],
  })
}

/** Joins tensors along one axis; their other axes must agree. */
export function concat<D extends DType>(tensors: readonly Tensor<D>[], axis: number): Tensor<D> {
  const [first] = tensors
  if (first === undefined) throw new Error('concat: there is nothing to join.')
  if (tensors.length === 1) return first
  const at = axisOf('concat', first.shape, axis)
  for (const { shape } of tensors)
    if (!sameShape(shape.with(at, 1), first.shape.with(at, 1)))
      throw new ShapeError('concat', [first.shape, shape], `differ off axis ${axis}`)
  const dims = tensors.map(({ shape }) => shape[at]!)
  const total = dims.every((dim) => typeof dim === 'number')
    ? dims.reduce((a, b) => a + b, 0)
    : dims.join('+')
  return singleOutput(first.dtype, first.shape.with(at, total), {
    type: 'Concat',
    inputs: tensors,
    attributes: { axis: { int: at } },
    pullback: ([g]) =>
      split(
        g!,
        tensors.map(({ shape }) => staticDim('concat', shape, at)),
        at,
      ),
  })
}

/** Cuts an axis into pieces of the given sizes, which must add up to it. */
export function split<D extends DType>(x: Tensor<D>, sizes: readonly number[], axis: number): Tensor<D>[] {
  const at = axisOf('split', x.shape, axis)
  if (sizes.reduce((a, b) => a + b, 0) !== x.shape[at])
    throw new ShapeError('split', [x.shape], `cannot be cut into ${sizes.join(' + ')} along axis ${axis}`)
  if (sizes.length === 1) return [x]
  const outputs = sizes.map((size) => ({ dtype: x.dtype, shape: x.shape.with(at, size) }))
  return operator({
    type: 'Split',
    inputs: [x, ints(sizes)],
    attributes: { axis: { int: at } },
    outputs,
    pullback: (upstream) => [
      concat(
        upstream.map((g, i) => g ?? zeros(outputs[i]!.shape)),
        at,
      ),
    ],
  })
}

const zeros = (shape: Shape) => expand(constant(0), shape)

/** Repeats a tensor along axes of size 1, and new axes in front, to a larger shape. */
export function expand<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  if (!sameShape(broadcastShape('expand', x.shape, shape), shape))
    throw new ShapeError('expand', [x.shape, shape], 'do not broadcast from the first to the second')
  if (sameShape(x.shape, shape)) return x
  // A symbolic dimension of the target must come from x: 1 keeps it.
  const target = shape.map((dim, axis) => {
    if (typeof dim === 'number') return dim
    if (x.shape[x.shape.length - shape.length + axis] !== dim)
      throw new ShapeError('expand', [x.shape, shape], 'cannot repeat to a symbolic dimension')
    return 1
  })
  return singleOutput(x.dtype, shape, {
    type: 'Expand',
    inputs: [x, ints(target)],
    broadcasts: true,
    pullback: ([g]) => [g],
  })
}
