import {
  add,
  constant,
  matmul,
  reshape,
  rope,
  softmax,
  split,
  transpose,
  type Float,
} from '../tensor/index.ts'
import type { DecoderConfig } from './config.ts'

/** Turns the projections of queries, keys and values into what the heads read, for one layer. */
export type Attention = (projected: Float, layer: number) => Float

/** The angles of the rotary positions 0 … positions − 1: cosines and sines, each [positions, headSize / 2]. */
export function rotaryAngles({ headSize, ropeTheta }: DecoderConfig, positions: number) {
  const half = headSize / 2
  const angle = (i: number) => Math.floor(i / half) * ropeTheta ** (-(i % half) / half)
  const fill = (f: (x: number) => number) =>
    Float32Array.from({ length: positions * half }, (_, i) => f(angle(i)))
  return { cos: fill(Math.cos), sin: fill(Math.sin) }
}

/**
 * Attends causally within whole sequences, as training does.
 *
 * projected: [batch · length, (heads + 2 keyValueHeads) · headSize] → [batch · length, heads · headSize].
 * Padding at the end of a sequence changes nothing before it.
 */
export function causalAttention(config: DecoderConfig, batch: number, length: number): Attention {
  const { heads, keyValueHeads, headSize } = config
  const { cos, sin } = rotaryAngles(config, length)
  const both = (angles: Float32Array) => {
    const half = headSize / 2
    const twice = (_: unknown, i: number) => angles[Math.floor(i / headSize) * half + (i % half)]!
    return constant(Array.from({ length: length * headSize }, twice), [1, 1, length, headSize])
  }
  const [cosines, sines] = [both(cos), both(sin)]
  const future = constant(
    Array.from({ length: length * length }, (_, i) => (i % length > Math.floor(i / length) ? -1e30 : 0)),
    [length, length],
  )
  // Query heads that share keys are an axis of their own.
  const shared = heads / keyValueHeads
  const group = (x: Float, each: number) =>
    shared === 1 ? x : reshape(x, [batch, keyValueHeads, each, length, headSize])
  return (projected) => {
    const byHead = transpose(
      reshape(projected, [batch, length, heads + 2 * keyValueHeads, headSize]),
      [0, 2, 1, 3],
    )
    const [turning, values] = split(byHead, [heads + keyValueHeads, keyValueHeads], 1) as [Float, Float]
    const [queries, keys] = split(rope(turning, cosines, sines), [heads, keyValueHeads], 1) as [Float, Float]
    const scores = matmul(group(queries, shared), group(keys, 1), {
      transposeB: true,
      alpha: 1 / Math.sqrt(headSize),
    })
    const read = matmul(softmax(add(scores, future)), group(values, 1))
    const apart = reshape(read, [batch, heads, length, headSize])
    return reshape(transpose(apart, [0, 2, 1, 3]), [batch * length, heads * headSize])
  }
}
