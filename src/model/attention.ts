import {
  causalAttention as attendCausally,
  constant,
  reshape,
  rotary,
  rotaryTable,
  split,
  type Float,
} from '../tensor/index.ts'
import type { DecoderConfig } from './config.ts'

/**
 * Turns what a layer reads, a row for each token, into what its heads found: projects by `weight`, which is
 * q_proj, k_proj and v_proj one above the other, and attends.
 */
export type Attention = (x: Float, weight: Float, layer: number) => Float

/**
 * Attends causally within whole sequences, as training does.
 *
 * x: [batch · length, width] → [batch · length, heads · headSize]. Padding at the end of a sequence changes
 * nothing before it. Queries, keys and values are projected one by one: in a training step three products
 * cost less than one and the copies that cut it.
 */
export function causalAttention(
  config: DecoderConfig,
  batch: number,
  length: number,
  project: (x: Float, weight: Float) => Float,
): Attention {
  const { heads, keyValueHeads, headSize, ropeTheta } = config
  const table = rotaryTable(length, headSize, ropeTheta)
  const positions = constant(
    Array.from({ length: batch * length }, (_, i) => i % length),
    [batch, length],
    'int64',
  )
  const sizes = [heads, keyValueHeads, keyValueHeads].map((count) => count * headSize)
  return (x, weight) => {
    const [q, k, v] = split(weight, sizes, 0).map((part, i) =>
      reshape(project(x, part), [batch, length, sizes[i]!]),
    ) as [Float, Float, Float]
    const turned = [q, k].map((each) => rotary(each, positions, table)) as [Float, Float]
    return reshape(attendCausally(...turned, v, { heads, keyValueHeads }), [batch * length, heads * headSize])
  }
}
