import { add, mul, sub } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { withGradient } from './gradient.ts'
import { reshape, transpose } from './layout.ts'
import { matmul } from './matmul.ts'
import { softmax } from './normalize.ts'
import { sum } from './reduce.ts'
import { staticShape } from './shape.ts'
import { constant } from './source.ts'
import type { Float } from './tensor.ts'

export interface AttentionHeads {
  readonly heads: number
  /** A divisor of `heads`: each serves heads / keyValueHeads neighbouring heads. Default: heads. */
  readonly keyValueHeads?: number
}

/**
 * Lets each token of a sequence attend to itself and those before it: softmax(q·kᵀ / √headSize)·v, by heads
 * (Vaswani et al. 2017; grouped queries: Ainslie et al. 2023).
 *
 * q: [batch, length, heads · headSize]; k, v: [batch, length, keyValueHeads · headSize]. Returns q's shape.
 * The gradient keeps the probabilities and takes the softmax's inner sum from the output (Dao et al. 2022).
 */
export function causalAttention(q: Float, k: Float, v: Float, options: AttentionHeads): Float {
  const { heads, keyValueHeads = heads } = options
  const [batch, length, width] = staticShape('causalAttention', q.shape) as [number, number, number]
  const size = width / heads
  const group = heads / keyValueHeads
  const narrow = [batch, length, keyValueHeads * size].join()
  if (q.shape.length !== 3 || !Number.isInteger(size) || !Number.isInteger(group))
    throw new ShapeError(
      'causalAttention',
      [q.shape],
      `cannot be cut into ${heads} heads of ${keyValueHeads} groups`,
    )
  if (k.shape.join() !== narrow || v.shape.join() !== narrow)
    throw new ShapeError('causalAttention', [q.shape, k.shape, v.shape], 'do not fit')

  // Heads are held transposed, [batch, keyValueHeads, group or 1, size, length]: ONNX Runtime turns a sequence
  // into that faster than into rows, and then only two of the six products have to turn an operand.
  const forward = (x: Float, each: number) => {
    const split = reshape(x, [batch, length, keyValueHeads, each, size])
    return transpose(split, [0, 2, 3, 4, 1])
  }
  const back = (x: Float, each: number) =>
    reshape(transpose(x, [0, 4, 1, 2, 3]), [batch, length, keyValueHeads * each * size])
  const summed = (x: Float) => (group === 1 ? x : sum(x, { axes: [2], keepDims: true }))
  const alpha = 1 / Math.sqrt(size)
  const [qt, kt, vt] = [forward(q, group), forward(k, 1), forward(v, 1)]
  const p = softmax(add(matmul(qt, kt, { transposeA: true, alpha }), future(length)))
  const ot = matmul(vt, p, { transposeB: true })
  return withGradient(back(ot, group), [q, k, v], (g) => {
    const dot = forward(g, group)
    const inner = reshape(sum(mul(dot, ot), { axes: [-2] }), [batch, keyValueHeads, group, length, 1])
    const ds = mul(p, sub(matmul(dot, vt, { transposeA: true }), inner))
    return [
      back(matmul(kt, ds, { transposeB: true, alpha }), group),
      back(summed(matmul(qt, ds, { alpha })), 1),
      back(summed(matmul(dot, p)), 1),
    ]
  })
}

/** [length, length]: 0 where a token may look, −10⁹ where that is after it. */
function future(length: number): Float {
  const ahead = (i: number) => i % length > Math.floor(i / length)
  return constant(
    Array.from({ length: length * length }, (_, i) => (ahead(i) ? -1e9 : 0)),
    [length, length],
  )
}
