import { fc, test } from '@fast-check/vitest'
import { UserError } from 'coevo/core'
import { decoderConfig, decoderSizes, WordTokenizer, type DecoderSize } from 'coevo/model'
import { describe, expect, it } from 'vitest'
import { fromLlamaConfig, toLlamaConfig } from '../../src/model/huggingface.ts'
import { parameterLayout } from '../../src/model/parameters.ts'
import { layoutSize } from 'coevo/tensor'

const knobs = fc.record(
  {
    layers: fc.integer({ min: 1, max: 5 }),
    context: fc.integer({ min: 8, max: 4096 }),
    ropeTheta: fc.integer({ min: 100, max: 1_000_000 }),
    tied: fc.boolean(),
    keyValueHeads: fc.constantFrom(1, 2),
  },
  { requiredKeys: [] },
)
const size = fc.constantFrom(...decoderSizes)
const tokenizer = new WordTokenizer(['a', 'b'])

describe('decoderConfig', () => {
  it.for([
    ['nano', 40_000],
    ['tiny', 112_000],
    ['small', 868_000],
    ['medium', 5_000_000],
    ['large', 24_000_000],
  ] as const)('gives a decoder of about the size that %s says', ([name, parameters]) => {
    const count = layoutSize(parameterLayout(decoderConfig(name, 256)))
    expect(count).toBeGreaterThan(0.8 * parameters)
    expect(count).toBeLessThan(2 * parameters)
  })

  test.prop([size, knobs])('survives config.json', (name, chosen) => {
    const config = decoderConfig(name, tokenizer.vocabularySize, chosen)
    expect(fromLlamaConfig(JSON.stringify(toLlamaConfig(config, tokenizer)), 'config.json')).toEqual(config)
  })

  it.for([
    [{ layers: 0 }, 'layers is 0'],
    [{ heads: 2, headSize: 24 }, 'headSize is 24'],
    [{ heads: 4, keyValueHeads: 3 }, '3 key-value heads'],
    [{ epsilon: 0 }, 'epsilon'],
    [{ context: 2.5 }, 'context is 2.5'],
    [{ layers: 1e9 }, 'layers is 1000000000; at most 1024'],
    [{ context: 1e9 }, 'context is 1000000000; at most'],
    [{ ropeTheta: 1e15 }, 'ropeTheta is 1000000000000000'],
    [{ ropeTheta: Number.NaN }, 'ropeTheta is NaN'],
    [{ epsilon: 1e9 }, 'epsilon is 1000000000'],
  ] as const)('refuses %j', ([chosen, message]) => {
    expect(() => decoderConfig('tiny', 10, chosen)).toThrow(UserError)
    expect(() => decoderConfig('tiny', 10, chosen)).toThrow(message)
  })

  it('refuses a size that there is not, with the nearest', () => {
    expect(() => decoderConfig('smal' as DecoderSize, 10)).toThrow("did you mean 'small'?")
  })

  it.for([
    ['no JSON', '{'],
    ['another architecture', JSON.stringify({ model_type: 'gpt2' })],
    [
      'scaled rotary positions',
      JSON.stringify({ ...toLlamaConfig(decoderConfig('nano', 4), tokenizer), rope_scaling: {} }),
    ],
  ])('refuses a config.json with %s', ([, text]) => {
    expect(() => fromLlamaConfig(text!, 'config.json')).toThrow(UserError)
  })

  const { rope_theta: _, ...written } = toLlamaConfig(decoderConfig('nano', 4), tokenizer)
  const read = (changes: object) => fromLlamaConfig(JSON.stringify({ ...written, ...changes }), 'config.json')

  it('reads the base of the rotary positions where transformers 5 writes it', () => {
    const rope = { rope_theta: 500_000, rope_type: 'default' }
    expect(read({ rope_parameters: rope }).ropeTheta).toBe(500_000)
    expect(read({ rope_parameters: rope, rope_theta: 500_000 }).ropeTheta).toBe(500_000)
    expect(read({ rope_theta: 500_000, rope_parameters: null }).ropeTheta).toBe(500_000)
    expect(read({}).ropeTheta).toBe(10_000)
  })

  it('knows what transformers writes for every model', () => {
    expect(() =>
      read({ use_cache: true, initializer_range: 0.02, transformers_version: '5.0.0', dtype: 'float32' }),
    ).not.toThrow()
  })

  it.for([
    [{ rope_parameters: { rope_theta: 1e4, rope_type: 'llama3', factor: 8 } }, 'rope_parameters'],
    [
      { rope_parameters: { rope_theta: 1e4, rope_type: 'default', partial_rotary_factor: 0.5 } },
      'rope_parameters',
    ],
    [{ rope_parameters: { rope_theta: 5e5 }, rope_theta: 1e4 }, 'rope_theta is 10000, but 500000'],
    [{ rope_scaling: { rope_type: 'linear', factor: 2 } }, 'rope_scaling'],
    [{ architectures: ['X'] }, 'architectures'],
    [{ sliding_window: 128 }, "'sliding_window' may change what the decoder computes"],
    [{ logits_scaling: 8 }, "'logits_scaling' may change"],
    [{ quantization_config: { bits: 4 } }, "'quantization_config' may change"],
    [{ model_type: 'qwen2' }, "the decoder is 'qwen2', and coevo opens its own checkpoints only"],
    [{ num_hidden_layers: 1_000_000_000 }, 'layers is 1000000000'],
  ] as const)('refuses %j, which asks for another decoder', ([changes, message]) => {
    expect(() => read(changes)).toThrow(UserError)
    expect(() => read(changes)).toThrow(message)
  })
})
