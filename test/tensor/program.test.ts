import * as t from 'coevo/tensor'
import { describe, expect, it } from 'vitest'

const flat = t.input('flat', 'float32', [6])
const x = t.input('x', 'float32', [1, 2])
const { a, b } = t.views(flat, { a: [2, 2], b: [2] })

/** y = x·a + b; flat moves on by doubling. */
const spec: t.ProgramSpec = {
  inputs: [x],
  outputs: { y: t.add(t.matmul(x, a), b) },
  state: { flat: { input: flat, output: t.mul(flat, 2) } },
}
const start = Float32Array.of(1, 2, 3, 4, 5, 6)

describe('state', () => {
  it('moves on with each run, and its views with it', async () => {
    const program = await t.compile(spec)
    program.load('flat', start)
    const seen = []
    for (let i = 0; i < 3; i++) {
      const { y } = await program.run({ x: Float32Array.of(1, 1) })
      seen.push(Array.from(y!.data as Float32Array))
    }
    expect(seen).toEqual([
      [9, 12],
      [18, 24],
      [36, 48],
    ])
    expect(program.state('flat')).toEqual(start.map((value) => value * 8))
    await program.release()
  })

  it('lives in two buffers that change places, written by ONNX Runtime itself', async () => {
    const program = await t.compile(spec)
    program.load('flat', start)
    const first = program.state('flat')
    await program.run({ x: Float32Array.of(1, 1) })
    const second = program.state('flat')
    expect(second.buffer).not.toBe(first.buffer)
    expect(first).toEqual(start)
    expect(second).toEqual(start.map((value) => value * 2))
    await program.run({ x: Float32Array.of(1, 1) })
    expect(program.state('flat')).toBe(first)
    expect(first).toEqual(start.map((value) => value * 4))
    expect(second).toEqual(start.map((value) => value * 2))
    await program.release()
  })

  it('may be shared by programs of different shapes', async () => {
    const memory = new t.StateMemory(6)
    const wide = t.input('x', 'float32', [3, 2])
    const state = { flat: { ...spec.state!['flat']!, memory } }
    const one = await t.compile({ ...spec, state })
    const three = await t.compile({ inputs: [wide], outputs: { y: t.matmul(wide, a) }, state })
    one.load('flat', start)
    await one.run({ x: Float32Array.of(1, 1) })
    const { y } = await three.run({ x: Float32Array.of(1, 0, 0, 1, 1, 1) })
    expect(Array.from(y!.data as Float32Array)).toEqual([2, 4, 6, 8, 8, 12])
    expect(one.state('flat')).toBe(three.state('flat'))
    expect(one.state('flat')[0]).toBe(4)
    await one.release()
    await three.release()
  })

  it('can be one buffer where the operator allows it', async () => {
    const s = t.input('s', 'float32', [2])
    const program = await t.compile({
      inputs: [],
      outputs: {},
      state: { s: { input: s, output: t.add(s, 1), inPlace: true } },
    })
    const buffer = program.state('s')
    await program.run()
    await program.run()
    expect(program.state('s')).toBe(buffer)
    expect(Array.from(buffer)).toEqual([2, 2])
    await program.release()
  })

  it('is fed to another program as parts of the same memory', async () => {
    const weights = Float32Array.from(start)
    const program = await t.compile({ inputs: [x, flat], outputs: spec.outputs })
    const run = async () =>
      Array.from((await program.run({ x: Float32Array.of(1, 1), flat: weights }))['y']!.data as Float32Array)
    expect(await run()).toEqual([9, 12])
    t.subarrays(weights, { a: [2, 2], b: [2] }).b.set([0, 0])
    expect(await run()).toEqual([4, 6])
    await program.release()
  })
})

describe('mistakes', () => {
  it.each<[string, Record<string, t.Feed>, string]>([
    ['a missing feed', {}, "run: the input 'x' is not fed."],
    ['a wrong size', { x: new Float32Array(3) }, "run: the input 'x' of shape [1, 2] is fed 3 numbers."],
    ['a wrong type', { x: new Int32Array(2) }, "run: the input 'x' is float32, not int32."],
  ])('names %s', async (_, feeds, message) => {
    const program = await t.compile(spec)
    await expect(program.run(feeds)).rejects.toThrow(message)
    await program.release()
  })

  it('names an unknown state, a wrong length and a state that changes shape', async () => {
    const program = await t.compile(spec)
    expect(() => program.state('weights')).toThrow("state: there is no state 'weights'.")
    expect(() => program.load('flat', new Float32Array(5))).toThrow(
      "load: the state 'flat' holds 6 numbers, not 5.",
    )
    await program.release()
    const grows = { flat: { input: flat, output: t.concat([flat, flat], 0) } }
    await expect(t.compile({ ...spec, state: grows })).rejects.toThrow(
      "the state 'flat' changes shape from [6] to [12]",
    )
  })

  it('refuses a run while another is under way', async () => {
    const program = await t.compile(spec)
    const first = program.run({ x: Float32Array.of(1, 1) })
    await expect(program.run({ x: Float32Array.of(1, 1) })).rejects.toThrow('runs must follow one another')
    await first
    await program.release()
  })
})
