import { expand, concat, reshape } from './layout.ts'
import { ShapeError } from './error.ts'
import { sizeOf } from './shape.ts'
import { constant } from './source.ts'
import { outputsOf, type Float, type Node } from './tensor.ts'

/** Named tensors that lie one after the other, in this order, in one flat vector. */
export type Layout = Readonly<Record<string, readonly number[]>>

/** Returns how many numbers a layout holds. */
export function layoutSize(layout: Layout): number {
  return Object.values(layout).reduce((total, shape) => total + sizeOf(shape), 0)
}

/**
 * Cuts a flat vector into named tensors.
 *
 * Where the vector is an input of a compiled program nothing is copied: each view is fed from its part of
 * the same memory. The gradients of the views come back as one flat vector.
 */
export function views<L extends Layout>(flat: Float, layout: L): { readonly [K in keyof L]: Float } {
  if (flat.shape.length !== 1 || flat.shape[0] !== layoutSize(layout))
    throw new ShapeError('views', [flat.shape], `cannot hold the ${layoutSize(layout)} numbers of the layout`)
  const names = Object.keys(layout)
  const outputs = Object.values(layout).map((shape) => ({ dtype: 'float32' as const, shape }))
  const node: Node = {
    kind: 'views',
    names,
    inputs: [flat],
    outputs,
    pullback: (upstream) => [
      concat(
        outputs.map(({ shape }, i) => {
          const size = [sizeOf(shape)]
          return upstream[i] === undefined ? expand(constant(0), size) : reshape(upstream[i], size)
        }),
        0,
      ),
    ],
  }
  const tensors = outputsOf(node) as Float[]
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as { [K in keyof L]: Float }
}

/** Cuts a flat array into named arrays that share its memory, as `views` cuts the symbolic vector. */
export function subarrays<L extends Layout>(
  flat: Float32Array,
  layout: L,
): { readonly [K in keyof L]: Float32Array } {
  let start = 0
  const parts = Object.entries(layout).map(([name, shape]) => {
    const end = start + sizeOf(shape)
    const part = [name, flat.subarray(start, end)] as const
    start = end
    return part
  })
  if (start !== flat.length)
    throw new ShapeError('subarrays', [[flat.length]], `is not the ${start} numbers of the layout`)
  return Object.fromEntries(parts) as { [K in keyof L]: Float32Array }
}
