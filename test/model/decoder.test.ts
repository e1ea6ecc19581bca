import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import {
  checkpointLayout,
  decoderConfig,
  initialParameters,
  parameterLayout,
  type LocalModel,
} from 'coevo/model'
import { compile, input, layoutSize, subarrays } from 'coevo/tensor'
import { describe, expect, it } from 'vitest'
import { makeModel } from './models.ts'

/** The logits of the training form after every position of equally long sequences. */
async function trainingLogits(model: LocalModel, sequences: readonly (readonly number[])[]) {
  const [first] = sequences
  const shape = [sequences.length, first!.length]
  const count = shape[0]! * shape[1]!
  const weights = input('weights', 'float32', [model.weights.current.length])
  const tokens = input('tokens', 'int32', shape)
  const rows = input('rows', 'int32', [count])
  const program = await compile({
    inputs: [weights, tokens, rows],
    outputs: { logits: model.logits(weights, tokens, rows) },
    threads: 1,
  })
  const { logits } = await program.run({
    weights: model.weights.current,
    tokens: Int32Array.from(sequences.flat()),
    rows: Int32Array.from({ length: count }, (_, i) => i),
  })
  await program.release()
  return logits!.data as Float32Array
}

const logSoftmaxAt = (logits: Float32Array, row: number, size: number, token: number) => {
  const each = logits.subarray(row * size, (row + 1) * size)
  const top = Math.max(...each)
  return each[token]! - top - Math.log(each.reduce((total, x) => total + Math.exp(x - top), 0))
}

describe('the training form', () => {
  const models = {
    'own keys': makeModel(),
    'shared keys': makeModel({ heads: 4, keyValueHeads: 2, tied: true }, 2),
  }
  const tokens = fc.array(fc.nat(31), { minLength: 12, maxLength: 12 })

  test.prop([fc.constantFrom('own keys', 'shared keys'), fc.array(tokens, { minLength: 1, maxLength: 3 })], {
    numRuns: 8,
  })('says what the cached form scores, within 1e-5', async (kind, sequences) => {
    const model = models[kind]
    const logits = await trainingLogits(model, sequences)
    const scores = await model.score(
      sequences.map(([first, ...completion]) => ({ prompt: [first!], completion })),
    )
    for (const [n, { logprobs }] of scores.entries())
      for (const [i, logprob] of logprobs.entries()) {
        const token = sequences[n]![i + 1]!
        expect(Math.abs(logprob - logSoftmaxAt(logits, n * 12 + i, 32, token))).toBeLessThan(1e-5)
      }
  })

  test.prop([tokens, tokens], { numRuns: 5 })('does not look at what follows', async (a, b) => {
    const logits = await trainingLogits(models['own keys'], [[...a.slice(0, 6), ...b.slice(6)], a])
    expect(logits.subarray(0, 6 * 32)).toEqual(logits.subarray(12 * 32, 18 * 32))
  })
})

describe('parameters', () => {
  const config = decoderConfig('nano', 32, { heads: 4, keyValueHeads: 2 })

  it('lie in the flat vector as the checkpoint has them', () => {
    expect(layoutSize(checkpointLayout(config))).toBe(layoutSize(parameterLayout(config)))
    const flat = Float32Array.from({ length: layoutSize(parameterLayout(config)) }, (_, i) => i)
    const ours = subarrays(flat, parameterLayout(config))
    const theirs = subarrays(flat, checkpointLayout(config))
    const at = 'model.layers.1.self_attn'
    expect(ours[`${at}.qkv_proj.weight`]).toEqual(
      Float32Array.from(['q', 'k', 'v'].flatMap((name) => [...theirs[`${at}.${name}_proj.weight`]!])),
    )
    expect(ours['lm_head.weight']).toEqual(theirs['lm_head.weight'])
  })

  it('are drawn from their stream, with the spread that is promised', () => {
    const flat = initialParameters(config, stream(1))
    expect(initialParameters(config, stream(1))).toEqual(flat)
    expect(initialParameters(config, stream(2))).not.toEqual(flat)
    const parts = subarrays(flat, parameterLayout(config))
    const deviation = (values: Float32Array) =>
      Math.sqrt(values.reduce((total, x) => total + x * x, 0) / values.length)
    expect(parts['model.norm.weight']!.every((x) => x === 1)).toBe(true)
    expect(deviation(parts['model.embed_tokens.weight']!)).toBeCloseTo(1 / Math.sqrt(32), 1)
    expect(deviation(parts['lm_head.weight']!)).toBeCloseTo(0.1 / Math.sqrt(32), 2)
  })
})
