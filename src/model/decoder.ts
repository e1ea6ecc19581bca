import {
  add,
  gather,
  matmul,
  mul,
  reshape,
  rmsNorm,
  silu,
  split,
  swiglu,
  type Float,
  type Integer,
} from '../tensor/index.ts'
import { causalAttention, type Attention, type LayerWeights } from './attention.ts'
import type { DecoderConfig } from './config.ts'

/** A decoder's parameters by name. */
export type Parameters = Readonly<Record<string, Float>>

/** How a graph multiplies by a weight matrix [outputs, inputs], and how its layers attend and gate. */
export interface DecoderForm {
  readonly project: Project
  readonly attend: Attention
  /** silu(x · gateᵀ) · (x · upᵀ) */
  readonly gate: (x: Float, weight: LayerWeights) => Float
}

type Project = (x: Float, weight: Float) => Float

export interface Decoded {
  /** One row per token, sequence after sequence: [batch · length, width]. */
  readonly hidden: Float
  /** Turns rows of `hidden`, [rows, width], into logits, [rows, vocabularySize]. */
  readonly head: (rows: Float) => Float
}

/**
 * Runs whole sequences through a decoder, as training does.
 *
 * The parameters are those of `checkpointLayout`: queries, keys and values, gate and up are projected one by
 * one, since in a training step several products cost less than one and the copies that cut it.
 *
 * tokens: [batch, length], padded at the end with any token. The logits for the token after position p of
 * sequence n are `head` of row n · length + p; a learner gathers the rows that it needs first.
 */
export function decoder(config: DecoderConfig, parameters: Parameters, tokens: Integer): Decoded {
  const [batch, length] = tokens.shape as readonly [number, number]
  const form = { project, attend: causalAttention(config, batch, length, project), gate: gateApart }
  return {
    hidden: decoderLayers(config, parameters, reshape(tokens, [batch * length]), form),
    head: (rows) => decoderHead(config, parameters, rows, project),
  }
}

/** x · weightᵀ over the rows of x: [rows, inputs] → [rows, outputs]. */
export const project = (x: Float, weight: Float): Float => matmul(x, weight, { transposeB: true })

const gateApart: DecoderForm['gate'] = (x, weight) =>
  swiglu(project(x, weight('mlp.gate_proj')), project(x, weight('mlp.up_proj')))

/** Gates by one product that is cut in two, which suits the few rows of decoding. */
export const gateTogether =
  (project: Project): DecoderForm['gate'] =>
  (x, weight) => {
    const both = weight('mlp.gate_up_proj')
    const half = Number(both.shape[0]) / 2
    const [gate, up] = split(project(x, both), [half, half], -1) as [Float, Float]
    return mul(silu(gate), up)
  }

/** The embedding and the layers: token ids of any shape → that shape with the width as one more axis. */
export function decoderLayers(
  { layers, epsilon }: DecoderConfig,
  parameters: Parameters,
  tokens: Integer,
  { project, attend, gate }: DecoderForm,
): Float {
  let stream = gather(parameters['model.embed_tokens.weight']!, tokens)
  for (let i = 0; i < layers; i++) {
    const weight: LayerWeights = (name) => parameters[`model.layers.${i}.${name}.weight`]!
    const read = rmsNorm(stream, weight('input_layernorm'), epsilon)
    const attended = attend(read, weight, i)
    stream = add(stream, project(attended, weight('self_attn.o_proj')))
    const gated = gate(rmsNorm(stream, weight('post_attention_layernorm'), epsilon), weight)
    stream = add(stream, project(gated, weight('mlp.down_proj')))
  }
  return stream
}

/** The last norm and the output head: the width → the vocabulary. */
export function decoderHead(
  { epsilon, tied }: DecoderConfig,
  parameters: Parameters,
  rows: Float,
  project: Project,
): Float {
  const weight = parameters[tied ? 'model.embed_tokens.weight' : 'lm_head.weight']!
  return project(rmsNorm(rows, parameters['model.norm.weight']!, epsilon), weight)
}
