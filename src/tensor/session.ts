import * as ort from 'onnxruntime-node'
import { sizeOf } from './shape.ts'
import type { DType, Tensor } from './tensor.ts'
import { runUncopied, withoutCopies } from './uncopied.ts'

type Tensors = Readonly<Record<string, ort.Tensor>>
type Outputs = Readonly<Record<string, Tensor>>

/** Runs a session whose states are fetched into the given tensors, and returns its other outputs. */
export type Start = (feeds: Tensors, states: Tensors) => Promise<Tensors>

/** Opens a session that writes its outputs in place if the shapes of all are static. */
export async function openSession(
  model: Uint8Array,
  outputs: Outputs,
  options: ort.InferenceSession.SessionOptions,
): Promise<{ readonly session: ort.InferenceSession; readonly start: Start }> {
  const inPlace = Object.values(outputs).every(({ shape }) => shape.every((dim) => typeof dim === 'number'))
  const session = await ort.InferenceSession.create(inPlace ? withoutCopies(model) : model, options)
  return { session, start: inPlace ? startInPlace(session, outputs) : startCopying(session, outputs) }
}

function startInPlace(session: ort.InferenceSession, outputs: Outputs): Start {
  return async (feeds, states) => {
    const results = Object.fromEntries(
      Object.entries(outputs).map(([name, { dtype, shape }]) => [name, blank(dtype, shape as number[])]),
    )
    await runUncopied(session, feeds, { ...results, ...states })
    return results
  }
}

function startCopying(session: ort.InferenceSession, outputs: Outputs): Start {
  const unknown = Object.fromEntries(Object.keys(outputs).map((name) => [name, null]))
  return async (feeds, states) => {
    const results = await session.run(feeds, { ...unknown, ...states })
    return Object.fromEntries(Object.keys(outputs).map((name) => [name, results[name] as ort.Tensor]))
  }
}

const arrays = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array, bool: Uint8Array } as const

function blank(dtype: DType, shape: readonly number[]): ort.Tensor {
  return new ort.Tensor(dtype, new arrays[dtype](sizeOf(shape)) as Float32Array, shape)
}
