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
})
