import { add, mul, sigmoid, silu, sub } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { withGradient } from './gradient.ts'
import { sameShape } from './shape.ts'
import type { Float } from './tensor.ts'

/**
 * silu(gate) · up, the gated activation of Llama (Shazeer 2020), with a gradient of six passes.
 *
 * With h = silu(gate)·up and σ = sigmoid(gate): ∂up = g·silu(gate) and ∂gate = g·(h + σ·(up − h)).
 */
export function swiglu(gate: Float, up: Float): Float {
  if (!sameShape(gate.shape, up.shape)) throw new ShapeError('swiglu', [gate.shape, up.shape], 'differ')
  const active = silu(gate)
  const h = mul(active, up)
  return withGradient(h, [gate, up], (g) => [mul(g, add(h, mul(sigmoid(gate), sub(up, h)))), mul(g, active)])
}
