import { stream } from 'coevo/core'
import * as t from 'coevo/tensor'
import { describe, expect, it } from 'vitest'
import { gradientError, uniform } from './finite-differences.ts'

const random = stream(1, 'composed')
const drawn = (shape: readonly number[]) => ({
  shape,
  values: uniform(
    random,
    shape.reduce((a, b) => a * b, 1),
    -1,
    1,
  ),
})

async function evaluate(
  outputs: Record<string, t.Tensor>,
  feeds: Record<string, [t.Tensor, Float32Array]> = {},
) {
  const inputs = Object.values(feeds).map(([tensor]) => tensor)
  const program = await t.compile({ inputs, outputs })
  const results = await program.run(
    Object.fromEntries(Object.entries(feeds).map(([name, [, data]]) => [name, data])),
  )
  await program.release()
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float32Array)]),
  )
}

describe('reverse mode', () => {
  it('differentiates a small network through every path of its graph', async () => {
    const build = ([x, w1, b, w2]: readonly t.Float[]) => {
      const h = t.add(t.matmul(x!, w1!), b!)
      const gated = t.mul(t.silu(h), t.exp(t.mul(h, 0.3)))
      const logp = t.logSoftmax(t.add(t.matmul(gated, w2!), x!))
      return t.mean(t.sum(t.mul(logp, t.softmax(x!)), { axes: [1] }))
    }
    const inputs = [drawn([5, 3]), drawn([3, 4]), drawn([4]), drawn([4, 3])]
    expect(await gradientError({ inputs, build }, 1)).toBeLessThan(1e-3)
  })

  it('adds up what flows back from several uses', async () => {
    const x = t.input('x', 'float32', [2])
    const [g] = t.gradients(t.sum(t.add(t.mul(x, x), t.mul(x, 3))), [x])
    expect((await evaluate({ g: g! }, { x: [x, Float32Array.of(5, -1)] }))['g']).toEqual([13, 1])
  })

  it('stops where it is told to, and nowhere else', async () => {
    const x = t.input('x', 'float32', [2])
    const [g] = t.gradients(t.sum(t.mul(x, t.stopGradient(t.exp(x)))), [x])
    const [e1, e2] = [Math.exp(1), Math.exp(2)]
    const result = (await evaluate({ g: g! }, { x: [x, Float32Array.of(1, 2)] }))['g']!
    expect(result[0]).toBeCloseTo(e1, 5)
    expect(result[1]).toBeCloseTo(e2, 5)
  })

  it('gives zeros of the right shape where the loss does not look', async () => {
    const [x, y] = [t.input('x', 'float32', [2]), t.input('y', 'float32', [2, 2])]
    const [g] = t.gradients(t.sum(x), [y])
    expect(g!.shape).toEqual([2, 2])
    expect((await evaluate({ g: g! }))['g']).toEqual([0, 0, 0, 0])
  })

  it('reaches tensors inside the graph, not only inputs', async () => {
    const x = t.input('x', 'float32', [2])
    const inner = t.exp(x)
    const gs = t.gradients(t.sum(t.square(inner)), [inner, x])
    const result = await evaluate({ inner: gs[0]!, outer: gs[1]! }, { x: [x, Float32Array.of(0, 0)] })
    expect(result).toEqual({ inner: [2, 2], outer: [2, 2] })
  })

  it('takes a gradient of one’s own in place of the operators’', async () => {
    const x = t.input('x', 'float32', [2])
    const y = t.withGradient(t.sign(x), [x], (g) => [t.mul(g, 7)])
    const [g] = t.gradients(t.sum(t.mul(y, 2)), [x])
    const result = await evaluate({ y, g: g! }, { x: [x, Float32Array.of(3, -4)] })
    expect(result).toEqual({ y: [1, -1], g: [14, 14] })
  })

  it('flows back into a flat vector from its views, zero where none is used', async () => {
    const flat = t.input('flat', 'float32', [7])
    const { a, c } = t.views(flat, { a: [2, 2], b: [1], c: [2] })
    const [g] = t.gradients(t.sum(t.mul(t.matmul(a, t.reshape(c, [2, 1])), 2)), [flat])
    const result = await evaluate({ g: g! }, { flat: [flat, Float32Array.of(1, 2, 3, 4, 5, 6, 7)] })
    expect(result['g']).toEqual([12, 14, 12, 14, 0, 8, 12])
  })

  it('goes as deep as a graph is built', () => {
    const x = t.input('x', 'float32', [])
    let y: t.Float = x
    for (let i = 0; i < 20_000; i++) y = t.mul(y, x)
    const [g] = t.gradients(y, [x])
    expect(t.writeOnnx({ inputs: [x], outputs: { g: g! } }).length).toBeGreaterThan(20_000)
  })

  it('refuses what has no derivative', () => {
    const x = t.input('x', 'float32', [2])
    expect(() => t.gradients(x, [x])).toThrow('gradients: the loss must be a scalar, but its shape is [2].')
    const [y] = t.operator({ type: 'Erf', inputs: [x], outputs: [{ dtype: 'float32', shape: [2] }] })
    expect(() => t.gradients(t.sum(y), [x])).toThrow('gradients: operator Erf has no gradient.')
  })
})
