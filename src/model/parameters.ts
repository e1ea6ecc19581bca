import type { Random } from '../core/index.ts'
import { layoutSize, subarrays, type Layout } from '../tensor/index.ts'
import type { DecoderConfig } from './config.ts'

/**
 * Returns the names and shapes of a decoder's parameters, in the order of the flat vector that holds them.
 *
 * Matrices are [outputs, inputs], as in a Hugging Face checkpoint. The projections that read the same
 * input are one matrix, its rows one after the other: `qkv_proj` is q_proj, k_proj, v_proj, and
 * `gate_up_proj` is gate_proj, up_proj. So the flat vector is also the checkpoint's tensors in order.
 */
export function parameterLayout(config: DecoderConfig): Layout {
  return Object.fromEntries(
    checkpointParts(config).map(({ name, parts, columns }) => {
      const rows = Object.values(parts).reduce((total, count) => total + count, 0)
      return [name, columns === 0 ? [rows] : [rows, columns]]
    }),
  )
}

/** Returns the names and shapes that a Hugging Face checkpoint gives to the same flat vector, in order. */
export function checkpointLayout(config: DecoderConfig): Layout {
  return Object.fromEntries(
    checkpointParts(config).flatMap(({ parts, columns }) =>
      Object.entries(parts).map(([name, rows]) => [name, columns === 0 ? [rows] : [rows, columns]]),
    ),
  )
}

interface Parameter {
  readonly name: string
  /** Rows by the name of the checkpoint's tensor. */
  readonly parts: Readonly<Record<string, number>>
  /** 0 for a vector. */
  readonly columns: number
}

function checkpointParts(config: DecoderConfig): readonly Parameter[] {
  const { vocabularySize, width, layers, heads, keyValueHeads, headSize, feedForward, tied } = config
  const single = (name: string, rows: number, columns = 0) => ({ name, parts: { [name]: rows }, columns })
  const layer = (i: number): Parameter[] => {
    const at = `model.layers.${i}`
    return [
      single(`${at}.input_layernorm.weight`, width),
      {
        name: `${at}.self_attn.qkv_proj.weight`,
        parts: {
          [`${at}.self_attn.q_proj.weight`]: heads * headSize,
          [`${at}.self_attn.k_proj.weight`]: keyValueHeads * headSize,
          [`${at}.self_attn.v_proj.weight`]: keyValueHeads * headSize,
        },
        columns: width,
      },
      single(`${at}.self_attn.o_proj.weight`, width, heads * headSize),
      single(`${at}.post_attention_layernorm.weight`, width),
      {
        name: `${at}.mlp.gate_up_proj.weight`,
        parts: { [`${at}.mlp.gate_proj.weight`]: feedForward, [`${at}.mlp.up_proj.weight`]: feedForward },
        columns: width,
      },
      single(`${at}.mlp.down_proj.weight`, width, feedForward),
    ]
  }
  return [
    single('model.embed_tokens.weight', vocabularySize, width),
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
    single('model.norm.weight', width),
    ...(tied ? [] : [single('lm_head.weight', vocabularySize, width)]),
  ]
}

/**
 * Draws fresh parameters as one flat vector.
 *
 * Norms are 1. Matrices are normal with variance 1 / inputs; those that write into the residual stream are
 * divided by √(2 layers) besides (Radford et al. 2019). Embeddings have norm 1 on average. The head is a
 * tenth of that, so that a fresh policy is close to uniform.
 */
export function initialParameters(config: DecoderConfig, random: Random): Float32Array<ArrayBuffer> {
  const layout = parameterLayout(config)
  const flat = new Float32Array(layoutSize(layout))
  const residual = 1 / Math.sqrt(2 * config.layers)
  for (const [name, values] of Object.entries(subarrays(flat, layout))) {
    const columns = layout[name]![1]
    if (columns === undefined) values.fill(1)
    else {
      const gain = name === 'lm_head.weight' ? 0.1 : /\.(o_proj|down_proj)\./.test(name) ? residual : 1
      fillNormal(values, gain / Math.sqrt(columns), random)
    }
  }
  return flat
}

/** Fills with normal numbers by the polar form of Box and Muller (1958). */
function fillNormal(values: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.uniform()))
    const angle = 2 * Math.PI * random.uniform()
    values[i] = radius * Math.cos(angle)
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle)
  }
}
