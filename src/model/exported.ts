import {
  add,
  and,
  concat,
  constant,
  gather,
  greater,
  input,
  lessOrEqual,
  matmul,
  mul,
  operator,
  reshape,
  rope,
  rotaryTable,
  softmax,
  split,
  sub,
  transpose,
  where,
  writeOnnx,
  type DType,
  type Float,
  type Tensor,
} from '../tensor/index.ts'
import type { Attention } from './attention.ts'
import type { DecoderConfig } from './config.ts'
import { decoderHead, decoderLayers, gateTogether, type Parameters } from './decoder.ts'
import { parameterLayout } from './parameters.ts'

/**
 * Writes the graph that transformers.js and Optimum expect in `onnx/model.onnx`, the weights inside it.
 *
 * Inputs: input_ids, attention_mask and position_ids [batch, length], past_key_values.N.key and .value
 * [batch, keyValueHeads, past, headSize]. Outputs: logits for every token, present.N.key and .value.
 * Padding is allowed on either side.
 */
export function exportedGraph(
  config: DecoderConfig,
  weights: Readonly<Record<string, Float32Array>>,
): Uint8Array<ArrayBuffer> {
  const parameters: Parameters = Object.fromEntries(
    Object.entries(parameterLayout(config)).map(([name, shape]) => [name, input(name, 'float32', shape)]),
  )
  const tokens = input('input_ids', 'int64', ['batch_size', 'sequence_length'])
  const attention = maskedAttention(config)
  const form = { project, attend: attention.attend, gate: gateTogether(project) }
  const hidden = decoderLayers(config, parameters, tokens, form)
  const logits = decoderHead(config, parameters, hidden, project)
  return writeOnnx({
    inputs: [...Object.values(parameters), tokens, ...attention.inputs],
    outputs: { logits, ...attention.outputs },
    initializers: weights,
  })
}

const project = (x: Float, weight: Float) => matmul(x, transpose(weight))

/** Attention to the past and to what came before in the sequence, as far as the mask shows it. */
function maskedAttention(config: DecoderConfig) {
  const { heads, keyValueHeads, headSize, context, ropeTheta } = config
  const mask = input('attention_mask', 'int64', ['batch_size', 'total_sequence_length'])
  const positions = input('position_ids', 'int64', ['batch_size', 'sequence_length'])
  const inputs: Tensor[] = [mask, positions]
  const outputs: Record<string, Float> = {}
  const table = rotaryTable(context, headSize, ropeTheta)
  const [cos, sin] = [table.cos, table.sin].map((angles) => {
    const half = gather(angles, positions)
    return unsqueeze(concat([half, half], -1), 2)
  }) as [Float, Float]
  const bias = visibility(mask, positions)
  const shared = heads / keyValueHeads
  const attend: Attention = (x, weight, layer) => {
    const projected = project(x, weight('self_attn.qkv_proj'))
    const byHead = reshape(projected, ['batch_size', 'sequence_length', heads + 2 * keyValueHeads, headSize])
    const [turning, values] = split(byHead, [heads + keyValueHeads, keyValueHeads], 2) as [Float, Float]
    const [queries, keys] = split(rope(turning, cos, sin), [heads, keyValueHeads], 2) as [Float, Float]
    const cached = (name: string, fresh: Float) => {
      const past = input(`past_key_values.${layer}.${name}`, 'float32', [
        'batch_size',
        keyValueHeads,
        'past_sequence_length',
        headSize,
      ])
      inputs.push(past)
      const joined = concat([past, transpose(fresh, [0, 2, 1, 3])], 2)
      const present = { ...joined, shape: joined.shape.with(2, 'total_sequence_length') }
      outputs[`present.${layer}.${name}`] = present
      return unsqueeze(present, 2)
    }
    const [allKeys, allValues] = [cached('key', keys), cached('value', values)]
    // [batch, keyValueHeads, heads that share them, tokens, …]
    const grouped = reshape(queries, ['batch_size', 'sequence_length', keyValueHeads, shared, headSize])
    const scores = matmul(transpose(grouped, [0, 2, 3, 1, 4]), transpose(allKeys, [0, 1, 2, 4, 3]))
    const weights = softmax(add(mul(scores, 1 / Math.sqrt(headSize)), bias))
    const read = transpose(matmul(weights, allValues), [0, 3, 1, 2, 4])
    return reshape(read, ['batch_size', 'sequence_length', heads * headSize])
  }
  return { attend, inputs, outputs }
}

/**
 * Zero where a token may look and −1e30 where not, [batch, 1, 1, length, total]: a token sees the unmasked
 * tokens whose position, counted over the unmasked, is not after its own.
 */
function visibility(mask: Tensor<'int64'>, positions: Tensor<'int64'>): Float {
  const [counted] = operator({
    type: 'CumSum',
    inputs: [mask, constant(1, [], 'int64')],
    outputs: [{ dtype: 'int64', shape: mask.shape }],
  })
  const before = lessOrEqual(unsqueeze(sub(counted, 1), 1), unsqueeze(positions, 2))
  const seen = and(before, greater(unsqueeze(mask, 1), 0))
  return unsqueeze(unsqueeze(where(seen, 0, -1e30), 1), 1)
}

function unsqueeze<D extends DType>(x: Tensor<D>, axis: number): Tensor<D> {
  const shape = x.shape.toSpliced(axis, 0, 1)
  const inputs = [x, constant([axis], [1], 'int64')]
  return operator({ type: 'Unsqueeze', inputs, outputs: [{ dtype: x.dtype, shape }] })[0]
}
