import {
  add,
  gather,
  matmul,
  mul,
  reshape,
  rmsNorm,
  silu,
  split,
  type Float,
  type Integer,
} from '../tensor/index.ts'
import { causalAttention, type Attention } from './attention.ts'
import type { DecoderConfig } from './config.ts'

/** A decoder's parameters by the names of `parameterLayout`. */
export type Parameters = Readonly<Record<string, Float>>

/** How a graph multiplies by a weight matrix [outputs, inputs] and how its layers attend. */
export interface DecoderForm {
  readonly project: (x: Float, weight: Float) => Float
  readonly attend: Attention
}

export interface Decoded {
  /** One row per token, sequence after sequence: [batch · length, width]. */
  readonly hidden: Float
  /** Turns rows of `hidden`, [rows, width], into logits, [rows, vocabularySize]. */
  readonly head: (rows: Float) => Float
}

/**
 * Runs whole sequences through a decoder, as training does.
 *
 * tokens: [batch, length], padded at the end with any token. The logits for the token after position p of
 * sequence n are `head` of row n · length + p; a learner gathers the rows that it needs first.
 */
export function decoder(config: DecoderConfig, parameters: Parameters, tokens: Integer): Decoded {
  const [batch, length] = tokens.shape as readonly [number, number]
  const form = { project, attend: causalAttention(config, batch, length) }
  return {
    hidden: decoderLayers(config, parameters, reshape(tokens, [batch * length]), form),
    head: (rows) => decoderHead(config, parameters, rows, project),
  }
}

/** x · weightᵀ over the rows of x: [rows, inputs] → [rows, outputs]. */
export const project = (x: Float, weight: Float): Float => matmul(x, weight, { transposeB: true })

/** The embedding and the layers: token ids of any shape → that shape with the width as one more axis. */
export function decoderLayers(
  { layers, epsilon, feedForward }: DecoderConfig,
  parameters: Parameters,
  tokens: Integer,
  { project, attend }: DecoderForm,
): Float {
  let stream = gather(parameters['model.embed_tokens.weight']!, tokens)
  for (let i = 0; i < layers; i++) {
    const weight = (name: string) => parameters[`model.layers.${i}.${name}.weight`]!
    const read = rmsNorm(stream, weight('input_layernorm'), epsilon)
    const attended = attend(project(read, weight('self_attn.qkv_proj')), i)
    stream = add(stream, project(attended, weight('self_attn.o_proj')))
    const gateUp = project(
      rmsNorm(stream, weight('post_attention_layernorm'), epsilon),
      weight('mlp.gate_up_proj'),
    )
    const [gate, up] = split(gateUp, [feedForward, feedForward], -1) as [Float, Float]
    stream = add(stream, project(mul(silu(gate), up), weight('mlp.down_proj')))
  }
  return stream
}

/** The last norm and the output head: the width → the vocabulary. */
export function decoderHead(
  { epsilon, tied }: DecoderConfig,
  parameters: Parameters,
  rows: Float,
  project: DecoderForm['project'],
): Float {
  const weight = parameters[tied ? 'model.embed_tokens.weight' : 'lm_head.weight']!
  return project(rmsNorm(rows, parameters['model.norm.weight']!, epsilon), weight)
}
