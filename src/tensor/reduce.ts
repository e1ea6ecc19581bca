import { cast, div, equal, mul } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { reshape } from './layout.ts'
import { axisOf, type Shape } from './shape.ts'
import { constant } from './source.ts'
import { singleOutput, type Float } from './tensor.ts'

export interface Reduction {
  /** Default: all axes. */
  readonly axes?: readonly number[]
  /** Keeps the reduced axes with size 1. Default: false. */
  readonly keepDims?: boolean
}

/** Adds up over some axes or all. */
export function sum(x: Float, options: Reduction = {}): Float {
  const plan = planned('sum', x.shape, options)
  if (plan.axes.length === 0) return x
  return reduce('ReduceSum', x, plan, (g) => g)
}

/** Averages over some axes or all, which must be static. */
export function mean(x: Float, options: Reduction = {}): Float {
  const plan = planned('mean', x.shape, options)
  if (plan.axes.length === 0) return x
  const dims = plan.axes.map((axis) => x.shape[axis]!)
  if (dims.some((dim) => typeof dim === 'string'))
    throw new ShapeError('mean', [x.shape], 'need static axes here')
  const count = dims.reduce<number>((product, dim) => product * Number(dim), 1)
  return reduce('ReduceMean', x, plan, (g) => mul(g, 1 / count))
}

/** Takes the maximum over some axes or all; where several are equal they share the gradient. */
export function max(x: Float, options: Reduction = {}): Float {
  const plan = planned('max', x.shape, options)
  if (plan.axes.length === 0) return x
  const y: Float = reduce('ReduceMax', x, plan, (g) => {
    const hit = cast(equal(x, reshape(y, plan.kept)), 'float32')
    return div(mul(g, hit), sum(hit, { axes: plan.axes, keepDims: true }))
  })
  return y
}

interface Plan {
  readonly axes: readonly number[]
  readonly kept: Shape
  readonly shape: Shape
  readonly keepDims: boolean
}

function planned(operator: string, shape: Shape, { axes, keepDims = false }: Reduction): Plan {
  const reduced = (axes ?? shape.map((_, i) => i))
    .map((axis) => axisOf(operator, shape, axis))
    .toSorted((a, b) => a - b)
  if (new Set(reduced).size !== reduced.length) throw new ShapeError(operator, [shape], 'name an axis twice')
  const kept = shape.map((dim, axis) => (reduced.includes(axis) ? 1 : dim))
  return {
    axes: reduced,
    kept,
    shape: keepDims ? kept : shape.filter((_, i) => !reduced.includes(i)),
    keepDims,
  }
}

/** `spread` makes the gradient of x from that of y, which still has the reduced axes with size 1. */
function reduce(type: string, x: Float, plan: Plan, spread: (g: Float) => Float): Float {
  const aligned = (g: Float) => {
    // A gradient that broadcasts over the leading axes has fewer of them.
    const full = [...Array<number>(plan.shape.length - g.shape.length).fill(1), ...g.shape]
    let next = 0
    return reshape(
      g,
      plan.keepDims ? full : plan.kept.map((_, axis) => (plan.axes.includes(axis) ? 1 : full[next++]!)),
    )
  }
  return singleOutput('float32', plan.shape, {
    type,
    inputs: [x, constant(plan.axes, [plan.axes.length], 'int64')],
    attributes: { keepdims: { int: plan.keepDims ? 1 : 0 } },
    broadcasts: true,
    pullback: ([g]) => [spread(g!.shape.length === 0 ? g! : aligned(g!))],
  })
}

/**
 * Adds a gradient up over what was broadcast: `g`, which broadcasts to `from`, becomes the gradient of an
 * operand of shape `to` that was broadcast to `from`. The result broadcasts to `to`.
 */
export function sumTo(g: Float, from: Shape, to: Shape): Float {
  const lead = from.length - to.length
  const spread = from.map((dim, axis) => dim !== 1 && (to[axis - lead] ?? 1) === 1)
  const offset = from.length - g.shape.length
  let times = 1
  const axes: number[] = []
  for (const [axis, isSpread] of spread.entries()) {
    if (!isSpread) continue
    if ((g.shape[axis - offset] ?? 1) !== 1) axes.push(axis - offset)
    else {
      const dim = from[axis]!
      if (typeof dim === 'string')
        throw new ShapeError('gradients', [from, to], 'repeat a symbolic dimension')
      times *= dim
    }
  }
  const summed = sum(mul(g, times), { axes, keepDims: true })
  const drop = Math.max(0, summed.shape.length - to.length)
  return drop === 0 ? summed : reshape(summed, summed.shape.slice(drop))
}
