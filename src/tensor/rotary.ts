import { add, mul, neg } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { concat, slice } from './layout.ts'
import { staticDim } from './shape.ts'
import type { Float } from './tensor.ts'
import { withGradient } from './gradient.ts'

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
