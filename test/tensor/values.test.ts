import * as t from 'coevo/tensor'
import { expect, it } from 'vitest'

const m = (rows: number[][]) => t.constant(rows.flat(), [rows.length, rows[0]!.length])
const a = m([
  [1, 2, 3],
  [4, 5, 6],
])
const b = m([
  [1, 0],
  [-1, 2],
  [0.5, 1],
])
const ids = t.constant([2, 0], [2, 1], 'int64')
const logSumExp = (...xs: number[]) => Math.log(xs.reduce((total, x) => total + Math.exp(x), 0))
const silu = (x: number) => x / (1 + Math.exp(-x))

/** What the operators mean, worked out by hand; their gradients are checked against these by differences. */
const cases: Record<string, [t.Tensor, number[]]> = {
  'sub of a number': [t.sub(10, a), [9, 8, 7, 6, 5, 4]],
  'div of integers': [t.div(t.constant([7, 9], [2], 'int64'), 2), [3, 4]],
  matmul: [t.matmul(a, b), [0.5, 7, 2, 16]],
  'matmul, transposed': [t.matmul(b, a, { transposeA: true, transposeB: true, alpha: 2 }), [1, 4, 14, 32]],
  'matmul, batched': [t.matmul(t.reshape(a, [2, 1, 3]), t.reshape(b, [1, 3, 2])), [0.5, 7, 2, 16]],
  sum: [t.sum(a, { axes: [0] }), [5, 7, 9]],
  mean: [t.mean(a), [3.5]],
  max: [t.max(a, { axes: [-1] }), [3, 6]],
  slice: [t.slice(a, 1, -2), [2, 3, 5, 6]],
  pad: [t.pad(a, 1, 1, 0), [0, 1, 2, 3, 0, 4, 5, 6]],
  concat: [t.concat([a, a], 1), [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]],
  split: [t.split(a, [1, 2], 1)[1]!, [2, 3, 5, 6]],
  transpose: [t.transpose(a), [1, 4, 2, 5, 3, 6]],
  expand: [t.expand(t.constant([1, 2]), [2, 2]), [1, 2, 1, 2]],
  gather: [t.gather(b, t.constant([2, 0, 2], [3], 'int64')), [0.5, 1, 1, 0, 0.5, 1]],
  gatherElements: [t.gatherElements(a, ids, 1), [3, 4]],
  scatterAdd: [
    t.scatterAdd(t.full([2, 1], 1), t.constant([0, 0, 1], [3], 'int32'), t.constant([5, 6, 7], [3, 1])),
    [12, 8],
  ],
  scatterElements: [
    t.scatterElements(t.full([2, 3], 0), ids, t.constant([5, 6], [2, 1]), 1),
    [0, 0, 5, 6, 0, 0],
  ],
  where: [t.where(t.greater(a, 3), a, 0), [0, 0, 0, 4, 5, 6]],
  clip: [t.clip(a, 2, 5), [2, 2, 3, 4, 5, 5]],
  'and, or, not': [
    t.cast(t.or(t.and(t.less(a, 5), t.not(t.equal(a, 2))), t.greaterOrEqual(a, 6)), 'float32'),
    [1, 0, 1, 1, 0, 1],
  ],
  'cast to int': [t.cast(t.constant([1.7, -1.7]), 'int32'), [1, -1]],
  silu: [t.silu(t.constant([0.5, -2])), [silu(0.5), silu(-2)]],
  swiglu: [t.swiglu(t.constant([0.5, -2]), t.constant([2, 3])), [2 * silu(0.5), 3 * silu(-2)]],
  'logSigmoid far out': [t.logSigmoid(t.constant([-200, 200])), [-200, 0]],
  'logSoftmax far out': [t.logSoftmax(t.constant([1000, 0])), [0, -1000]],
  logSoftmax: [t.logSoftmax(t.constant([1, 2])), [1 - logSumExp(1, 2), 2 - logSumExp(1, 2)]],
  rmsNorm: [
    t.rmsNorm(t.constant([[3, 4]].flat(), [1, 2]), t.constant([1, 2]), 0),
    [3, 8].map((x) => x / Math.sqrt(12.5)),
  ],
}

it.each(Object.entries(cases))('%s', async (_, [tensor, expected]) => {
  const program = await t.compile({ inputs: [], outputs: { y: tensor } })
  const { y } = await program.run()
  await program.release()
  const values = Array.from(y!.data as ArrayLike<number | bigint>, Number)
  expect(y!.dims).toEqual(tensor.shape)
  expect(values).toHaveLength(expected.length)
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(expected[i]!, 5)
})

it('rotates by positions alike in both forms, and keeps q·k a function of the distance', async () => {
  const table = t.rotaryTable(8, 4, 100)
  const q = t.constant([0.3, -1, 0.5, 2, 0.3, -1, 0.5, 2], [1, 2, 4])
  const at = (positions: number[]) => t.rotary(q, t.constant(positions, [1, 2], 'int64'), table)
  const twice = (x: t.Float) => t.concat([x, x], -1)
  const plain = t.rope(q, twice(t.slice(table.cos, 0, 3, 5)), twice(t.slice(table.sin, 0, 3, 5)))
  const dot = (x: t.Float) => t.matmul(t.slice(x, 1, 0, 1), t.slice(x, 1, 1, 2), { transposeB: true })
  const program = await t.compile({
    inputs: [],
    outputs: { fused: at([3, 4]), plain, near: dot(at([1, 4])), far: dot(at([4, 7])) },
  })
  const { fused, plain: other, near, far } = await program.run()
  await program.release()
  for (const [i, x] of (fused!.data as Float32Array).entries())
    expect(x).toBeCloseTo((other!.data as Float32Array)[i]!, 6)
  expect((near!.data as Float32Array)[0]).toBeCloseTo((far!.data as Float32Array)[0]!, 5)
})

it('attends to nothing that comes later', async () => {
  const x = t.input('x', 'float32', [1, 3, 4])
  const program = await t.compile({ inputs: [x], outputs: { y: t.causalAttention(x, x, x, { heads: 2 }) } })
  const run = async (last: number) => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, last, 0, 0, last)
    return Array.from((await program.run({ x: values }))['y']!.data as Float32Array)
  }
  const [a, b] = [await run(1), await run(-9)]
  await program.release()
  expect(a.slice(0, 8)).toEqual(b.slice(0, 8))
  expect(a.slice(8)).not.toEqual(b.slice(8))
  expect(a.slice(0, 4)).toEqual([1, 2, 3, 4])
})
