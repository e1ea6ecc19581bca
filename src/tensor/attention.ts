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

  // Rows of the heads that share keys lie together: [batch, keyValueHeads, group · length, size].
  const rows = [batch, keyValueHeads, group * length, size]
  const forward = (x: Float, count: number) =>
    transpose(reshape(x, [batch, length, count, size]), [0, 2, 1, 3])
  const back = (x: Float, count: number) =>
    reshape(transpose(reshape(x, [batch, count, length, size]), [0, 2, 1, 3]), [batch, length, count * size])
  const [qs, ks, vs] = [
    reshape(forward(q, heads), rows),
    forward(k, keyValueHeads),
    forward(v, keyValueHeads),
  ]
  const alpha = 1 / Math.sqrt(size)
  const scores = matmul(qs, ks, { transposeB: true, alpha })
  const grouped = [batch, keyValueHeads, group, length, length]
  const masked = add(group === 1 ? scores : reshape(scores, grouped), future(length))
  const p = reshape(softmax(masked, -1), scores.shape)
  const os = matmul(p, vs)
  return withGradient(back(os, heads), [q, k, v], (g) => {
    const dos = reshape(forward(g, heads), rows)
    const inner = sum(mul(dos, os), { axes: [-1], keepDims: true })
    const ds = mul(p, sub(matmul(dos, vs, { transposeB: true }), inner))
    return [
      back(matmul(ds, ks, { alpha }), heads),
      back(matmul(ds, qs, { transposeA: true, alpha }), keyValueHeads),
      back(matmul(p, dos, { transposeA: true }), keyValueHeads),
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
