import { fc, test } from '@fast-check/vitest'
import { add, input, runUncopied, withoutCopies, writeOnnx } from 'coevo/tensor'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'

const x = input('x', 'float32', ['n'])
const y = input('y', 'float32', ['n'])
const graph = withoutCopies(writeOnnx({ inputs: [x, y], outputs: { sum: add(x, y) } }))
const session = await InferenceSession.create(graph, { logSeverityLevel: 4 })
const vector = (values: Float32Array) => new Tensor('float32', values, [values.length])

describe('a run without copies', () => {
  const floats = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 20 })
  test.prop([floats, floats])('writes its results where it was told', async (a, b) => {
    const count = Math.min(a.length, b.length)
    const result = new Float32Array(count).fill(Number.NaN)
    const [left, right] = [Float32Array.from(a.slice(0, count)), Float32Array.from(b.slice(0, count))]
    await runUncopied(session, { x: vector(left), y: vector(right) }, { sum: vector(result) })
    expect(result).toEqual(left.map((value, i) => value + right[i]!))
  })

  it('fails where the graph fails', async () => {
    const two = new Float32Array(2)
    const feeds = { x: vector(two), y: vector(new Float32Array(3)) }
    await expect(runUncopied(session, feeds, { sum: vector(two) })).rejects.toThrow('Add')
    await expect(runUncopied(session, { x: vector(two) }, { sum: vector(two) })).rejects.toThrow("'y'")
  })
})
