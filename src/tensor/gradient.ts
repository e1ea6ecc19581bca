import { add } from './elementwise.ts'
import { expand } from './layout.ts'
import { sumTo } from './reduce.ts'
import { constant } from './source.ts'
import { topological } from './topological.ts'
import type { DType, Float, Node, Pullback, Tensor } from './tensor.ts'

/** Passes a value on and no gradient back. */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  return alias(x, [x], () => [undefined])
}

/**
 * Replaces the gradient of a composed value: `pullback` makes, from the gradient of `value`, those of
 * `inputs`, in order. The operators inside `value` are not differentiated.
 */
export function withGradient(
  value: Float,
  inputs: readonly Float[],
  pullback: (g: Float) => readonly Float[],
): Float {
  return alias(value, [value, ...inputs], ([g]) => [undefined, ...pullback(g!)])
}

function alias<D extends DType>(x: Tensor<D>, inputs: readonly Tensor[], pullback: Pullback): Tensor<D> {
  return {
    ...x,
    node: { kind: 'alias', inputs, outputs: [{ dtype: x.dtype, shape: x.shape }], pullback },
    index: 0,
  }
}

/**
 * Differentiates a scalar loss by reverse mode: one tensor for each parameter, of the parameter's shape.
 *
 * The result is more graph, with nothing computed twice that the writer can share. Parameters may be any
 * tensors of the graph, most often inputs; one that the loss does not depend on gets zeros.
 *
 * @throws Error when the loss is not a scalar or an operator on the way has no gradient.
 */
export function gradients(loss: Float, parameters: readonly Float[]): Float[] {
  if (loss.shape.length > 0)
    throw new Error(`gradients: the loss must be a scalar, but its shape is [${loss.shape.join(', ')}].`)
  const between = dependents(loss.node, new Set(parameters.map(({ node }) => node)))
  const received = new Map<Node, (Float | undefined)[]>()
  const contribute = ({ node, index }: Tensor, g: Float) => {
    const slots = received.get(node) ?? node.outputs.map(() => undefined)
    const before = slots[index]
    received.set(node, slots.with(index, before === undefined ? g : add(before, g)))
  }
  contribute(loss, constant(1))
  for (const node of [...between].toReversed()) {
    const upstream = received.get(node)
    if (upstream === undefined) continue
    for (const [i, g] of pull(node, upstream).entries()) {
      const x = node.inputs[i]
      if (g === undefined || x === undefined || !between.has(x.node)) continue
      contribute(x, node.broadcasts === true ? sumTo(g, node.outputs[0]!.shape, x.shape) : g)
    }
  }
  return parameters.map(({ node, index, shape }) => expand(received.get(node)?.[index] ?? constant(0), shape))
}

function pull(node: Node, upstream: readonly (Float | undefined)[]): readonly (Float | undefined)[] {
  if (node.inputs.length === 0) return []
  if (node.pullback === undefined)
    throw new Error(
      `gradients: operator ${node.kind === 'operator' ? node.type : node.kind} has no gradient.`,
    )
  if (node.broadcasts === true) return node.pullback(upstream)
  return node.pullback(upstream.map((g, i) => g && expand(g, node.outputs[i]!.shape)))
}

/** The nodes between a loss and the targets, both included, in topological order. */
function dependents(loss: Node, targets: ReadonlySet<Node>): ReadonlySet<Node> {
  const found = new Set<Node>()
  for (const node of topological([loss]))
    if (targets.has(node) || node.inputs.some((x) => x?.dtype === 'float32' && found.has(x.node)))
      found.add(node)
  return found
}
