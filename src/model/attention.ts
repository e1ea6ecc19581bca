import {
  causalAttention as attendCausally,
  constant,
  reshape,
  rotary,
  rotaryTable,
  type Float,
} from '../tensor/index.ts'
import type { DecoderConfig } from './config.ts'

/** Finds a weight matrix of one layer: 'self_attn.o_proj'. */
export type LayerWeights = (name: string) => Float

/** Projects what a layer reads, a row for each token, to queries, keys and values, and attends. */
export type Attention = (x: Float, weight: LayerWeights, layer: number) => Float

/**
 * Attends causally within whole sequences, as training does.
 *
 * x: [batch · length, width] → [batch · length, heads · headSize]. Padding at the end of a sequence changes
 * nothing before it.
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
  return (x, weight) => {
    const projected = (name: string) => {
      const rows = project(x, weight(`self_attn.${name}`))
      return reshape(rows, [batch, length, rows.shape[1]!])
    }
    const turned = (name: string) => rotary(projected(name), positions, table)
    const read = attendCausally(turned('q_proj'), turned('k_proj'), projected('v_proj'), {
      heads,
      keyValueHeads,
    })
    return reshape(read, [batch * length, heads * headSize])
  }
}
