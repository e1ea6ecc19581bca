import {
  concat,
  gather,
  input,
  operator,
  reshape,
  rotaryTable,
  softmax,
  writeOnnx,
  type Float,
  type Tensor,
} from '../tensor/index.ts'
import type { Attention } from './attention.ts'
import type { DecoderConfig } from './config.ts'
import { decoderHead, decoderLayers, gateTogether, project, type Parameters } from './decoder.ts'
import { parameterLayout } from './parameters.ts'

/** The names of layer i's caches among the graph's inputs; the outputs have 'next_' before them. */
export const cacheNames = (i: number) => [`keys_${i}`, `values_${i}`] as const

/**
 * Writes the graph that decodes with cached keys and values, the weights inside it or fed under their names.
 * Its queries are expected to be divided by √headSize already.
 *
 * It is fed tokens [batch, sequence], how many tokens each row has in all less one (`lengths` [batch]), the
 * longest of these totals (`total`), the shape [batch, sequence, −1], the rows of tokens whose logits are
 * wanted (`rows`, indices into batch · sequence) and the caches [batch, keyValueHeads, capacity, headSize].
 * A sequence that is as long as `total` starts from nothing; one token continues from the cache. The caches
 * are written in place where the fetches share the feeds' memory.
 */
export function cachedDecoderGraph(
  config: DecoderConfig,
  weights?: Readonly<Record<string, Float32Array>>,
): Uint8Array<ArrayBuffer> {
  const parameters: Parameters = Object.fromEntries(
    Object.entries(parameterLayout(config)).map(([name, shape]) => [name, input(name, 'float32', shape)]),
  )
  const tokens = input('tokens', 'int64', ['batch', 'sequence'])
  const rows = input('rows', 'int64', ['rows'])
  const attention = cachedAttention(config)
  const hidden = decoderLayers(config, parameters, reshape(tokens, ['tokens']), {
    project,
    attend: attention.attend,
    gate: gateTogether(project),
  })
  const logits = decoderHead(config, parameters, gather(hidden, rows), project)
  return writeOnnx({
    inputs: [...Object.values(parameters), tokens, rows, ...attention.inputs],
    outputs: { outlooks: concat([logits, softmax(logits)], -1), ...attention.outputs },
    ...(weights && { initializers: weights }),
  })
}

/** Attention by ONNX Runtime's GroupQueryAttention, which turns, caches and attends in one operator. */
function cachedAttention(config: DecoderConfig) {
  const { heads, keyValueHeads, headSize, context, ropeTheta } = config
  const lengths = input('lengths', 'int32', ['batch'])
  const total = input('total', 'int32', [])
  const shape = input('shape', 'int64', [3])
  const inputs: Tensor[] = [lengths, total, shape]
  const outputs: Record<string, Float> = {}
  const { cos, sin } = rotaryTable(context, headSize, ropeTheta)
  const attend: Attention = (x, weight, layer) => {
    const projected = project(x, weight('self_attn.qkv_proj'))
    const [keys, values] = cacheNames(layer).map((name) =>
      input(name, 'float32', ['batch', keyValueHeads, 'capacity', headSize]),
    ) as [Float, Float]
    const sequences = operator({
      type: 'Reshape',
      inputs: [projected, shape],
      outputs: [{ dtype: 'float32', shape: ['batch', 'sequence', projected.shape[1]!] }],
    })[0]
    const [read, nextKeys, nextValues] = operator({
      type: 'GroupQueryAttention',
      domain: 'com.microsoft',
      inputs: [sequences, undefined, undefined, keys, values, lengths, total, cos, sin],
      attributes: {
        num_heads: { int: heads },
        kv_num_heads: { int: keyValueHeads },
        do_rotary: { int: 1 },
        scale: { float: 1 },
      },
      outputs: [
        { dtype: 'float32', shape: ['batch', 'sequence', heads * headSize] },
        { dtype: 'float32', shape: keys.shape },
        { dtype: 'float32', shape: values.shape },
      ],
    })
    inputs.push(keys, values)
    const [keysName, valuesName] = cacheNames(layer)
    outputs[`next_${keysName}`] = nextKeys
    outputs[`next_${valuesName}`] = nextValues
    return reshape(read, ['tokens', heads * headSize])
  }
  return { attend, inputs, outputs }
}
