import type { Node } from './tensor.ts'

/**
 * Returns the nodes that the roots need, each after its inputs, in an order that depends on nothing but
 * how the graph was built. It walks without recursion, since graphs may be deeper than the stack.
 */
export function topological(roots: readonly Node[]): Node[] {
  const order: Node[] = []
  const state = new Map<Node, 'open' | 'done'>()
  const stack = roots.toReversed()
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    if (state.has(node)) {
      stack.pop()
      if (state.get(node) === 'open') {
        state.set(node, 'done')
        order.push(node)
      }
      continue
    }
    state.set(node, 'open')
    for (const x of node.inputs.toReversed()) if (x !== undefined && !state.has(x.node)) stack.push(x.node)
  }
  return order
}
