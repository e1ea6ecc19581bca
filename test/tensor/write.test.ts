import { digest } from 'coevo/core'
import * as t from 'coevo/tensor'
import * as ort from 'onnxruntime-node'
import { expect, it } from 'vitest'

function network(extra: boolean): t.GraphSpec {
  const x = t.input('x', 'float32', ['batch', 4])
  const w = t.input('w', 'float32', [4, 4])
  const h = t.rmsNorm(t.matmul(x, w), t.full([4], 1), 1e-5)
  if (extra) t.softmax(t.exp(h))
  return {
    inputs: [x, w],
    outputs: { y: t.add(t.silu(h), t.silu(t.rmsNorm(t.matmul(x, w), t.full([4], 1), 1e-5))) },
  }
}

it('writes the same bytes for the same graph, whatever else was built', () => {
  expect(digest(t.writeOnnx(network(true)))).toBe(digest(t.writeOnnx(network(false))))
})

it('writes equal computations once and nothing that no output needs', () => {
  const text = Buffer.from(t.writeOnnx(network(true))).toString('latin1')
  // A node is called by its type and number, so each name that occurs is a node.
  const nodes = new Set(text.match(/(MatMul|SimplifiedLayerNormalization|QuickGelu|Softmax|Exp|Add)_\d+/g))
  const types = [...nodes].map((name) => name.split('_')[0])
  expect(types).toEqual(['MatMul', 'SimplifiedLayerNormalization', 'QuickGelu', 'Add'])
})

it('loads in ONNX Runtime with symbolic dimensions and weights inside the file', async () => {
  const spec = network(false)
  const w = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i))
  const session = await ort.InferenceSession.create(t.writeOnnx({ ...spec, initializers: { w } }))
  expect(session.inputNames).toEqual(['x'])
  expect(session.outputNames).toEqual(['y'])
  for (const batch of [1, 3]) {
    const x = new ort.Tensor('float32', new Float32Array(batch * 4).fill(1), [batch, 4])
    const { y } = await session.run({ x })
    expect(y!.dims).toEqual([batch, 4])
  }
  await session.release()
})

it('passes an input or a shared tensor through to outputs of their own names', async () => {
  const x = t.input('x', 'float32', [2])
  const y = t.exp(x)
  const program = await t.compile({ inputs: [x], outputs: { x2: x, y1: y, y2: t.stopGradient(y) } })
  const { x2, y1, y2 } = await program.run({ x: Float32Array.of(0, 1) })
  expect(Array.from(x2!.data as Float32Array)).toEqual([0, 1])
  expect(y1!.data).toEqual(y2!.data)
  await program.release()
})

it('cuts views out of a flat vector where that is computed or part of the file', async () => {
  const flat = t.input('flat', 'float32', [6])
  const { a, b } = t.views(t.mul(flat, 2), { a: [2, 2], b: [2] })
  const program = await t.compile({ inputs: [flat], outputs: { y: t.matmul(t.reshape(b, [1, 2]), a) } })
  const { y } = await program.run({ flat: Float32Array.of(1, 2, 3, 4, 5, 6) })
  expect(Array.from(y!.data as Float32Array)).toEqual([92, 136])
  await program.release()
  const c = t.views(flat, { c: [3, 2] }).c
  const inside = await t.compile({
    inputs: [flat],
    outputs: { c },
    initializers: { flat: Float32Array.of(1, 2, 3, 4, 5, 6) },
  })
  expect((await inside.run())['c']!.dims).toEqual([3, 2])
  await inside.release()
})

it('refuses an input that is missing, double or unknown', () => {
  const [x, w] = [t.input('x', 'float32', [2]), t.input('w', 'float32', [2])]
  const outputs = { y: t.add(x, w) }
  expect(() => t.writeOnnx({ inputs: [x], outputs })).toThrow(
    "write: the graph needs the input 'w', which is not listed.",
  )
  expect(() => t.writeOnnx({ inputs: [x, w, t.input('x', 'float32', [1])], outputs })).toThrow(
    "write: two inputs are called 'x'.",
  )
  expect(() => t.writeOnnx({ inputs: [x, w], outputs: { x: t.add(x, w) } })).toThrow(
    "write: 'x' is both an input and an output.",
  )
  expect(() => t.writeOnnx({ inputs: [x, w], outputs, initializers: { v: new Float32Array(2) } })).toThrow(
    "write: there is no input 'v' to initialize.",
  )
  expect(() => t.writeOnnx({ inputs: [x, w], outputs, initializers: { w: new Float32Array(3) } })).toThrow(
    "write: 'w' of shape [2] is given 12 bytes of float32.",
  )
})
