import { add, mul, neg } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { withGradient } from './gradient.ts'
import { concat, slice } from './layout.ts'
import { staticDim } from './shape.ts'
import { constant } from './source.ts'
import { singleOutput, type Float, type Tensor } from './tensor.ts'

/**
 * Turns pairs (i, i + size/2) of the last axis by angles (Su et al. 2021, in the halves layout of Llama).
 *
 * x: […, size]. cos, sin: broadcast to x's shape, equal in both halves of the last axis.
 */
export function rope(x: Float, cos: Float, sin: Float): Float {
  const turned = turn(x, cos, sin)
  // The gradient of a rotation is the rotation back.
  return withGradient(turned, [x], (g) => [turn(g, cos, neg(sin))])
}

function turn(x: Float, cos: Float, sin: Float): Float {
  const size = staticDim('rope', x.shape, -1)
  if (size % 2 !== 0) throw new ShapeError('rope', [x.shape], 'need an even last axis')
  const swapped = concat([neg(slice(x, -1, size / 2)), slice(x, -1, 0, size / 2)], -1)
  return add(mul(x, cos), mul(swapped, sin))
}

/** Cosines and sines of the angles of rotary positions, a row for each position. */
export interface RotaryTable {
  /** [positions, headSize / 2] */
  readonly cos: Float
  readonly sin: Float
}

/** Computes the table of rotary positions 0 … positions − 1: angle p · theta^(−2i / headSize). */
export function rotaryTable(positions: number, headSize: number, theta: number): RotaryTable {
  const half = headSize / 2
  const angles = Array.from({ length: positions * half }, (_, i) => {
    return Math.floor(i / half) * theta ** (-(i % half) / half)
  })
  return {
    cos: constant(angles.map(Math.cos), [positions, half]),
    sin: constant(angles.map(Math.sin), [positions, half]),
  }
}

/**
 * Turns the heads of a sequence by their positions, as one operator; the same rotation as `rope`.
 *
 * x: [batch, length, heads · headSize]. positions: [batch, length], or [1] for that of the first token.
 */
export function rotary(x: Float, positions: Tensor<'int64'>, table: RotaryTable): Float {
  const width = staticDim('rotary', x.shape, -1)
  const headSize = 2 * staticDim('rotary', table.cos.shape, -1)
  if (x.shape.length !== 3 || width % headSize !== 0)
    throw new ShapeError('rotary', [x.shape, table.cos.shape], 'are not a sequence of heads and its table')
  return singleOutput('float32', x.shape, {
    type: 'RotaryEmbedding',
    domain: 'com.microsoft',
    inputs: [x, positions, table.cos, table.sin],
    attributes: { num_heads: { int: width / headSize }, rotary_embedding_dim: { int: headSize } },
    pullback: ([g]) => [rotary(g!, positions, { cos: table.cos, sin: neg(table.sin) })],
  })
}
