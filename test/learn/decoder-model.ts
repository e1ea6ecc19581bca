import { stream } from 'coevo/core'
import type { Trainable, Turn } from 'coevo/learn'
import { decoder, decoderConfig, initialParameters, parameterLayout } from 'coevo/model'
import { compile, gather, input, StateMemory, views, type Float, type Integer } from 'coevo/tensor'

export const vocabularySize = 12

/** The smallest decoder, with fresh weights, that can be trained but not sampled from. */
export function decoderModel(seed: number): Trainable & { version: number } {
  const config = decoderConfig('nano', vocabularySize, { width: 16, layers: 1, headSize: 16, context: 32 })
  const initial = initialParameters(config, stream(seed, 'weights'))
  const weights = new StateMemory(initial.length)
  weights.current.set(initial)
  const never = () => Promise.reject(new Error('This model is only trained.'))
  return {
    name: 'learner',
    tokenizer: {
      vocabularySize,
      padding: 0,
      endOfTurn: 1,
      encode: () => [],
      decode: () => '',
    },
    version: 0,
    weights,
    logits(flat: Float, tokens: Integer, rows: Integer) {
      const { hidden, head } = decoder(config, views(flat, parameterLayout(config)), tokens)
      return head(gather(hidden, rows))
    },
    weightsChanged() {
      this.version++
    },
    generate: never,
    score: never,
    save: never,
    load: never,
  }
}

/** The probabilities of the allowed first tokens after a prompt, under the model's present weights. */
export async function probabilities(model: Trainable, prompt: readonly number[], allowed: readonly number[]) {
  const weights = input('weights', 'float32', [model.weights.current.length])
  const tokens = input('tokens', 'int32', [1, prompt.length])
  const rows = input('rows', 'int32', [1])
  const program = await compile({
    inputs: [weights, tokens, rows],
    outputs: { logits: model.logits(weights, tokens, rows) },
    threads: 1,
  })
  const { logits } = await program.run({
    weights: model.weights.current,
    tokens: Int32Array.from(prompt),
    rows: Int32Array.of(prompt.length - 1),
  })
  await program.release()
  const chosen = allowed.map((id) => Math.exp((logits!.data as Float32Array)[id]!))
  const total = chosen.reduce((a, b) => a + b, 0)
  return chosen.map((value) => value / total)
}

/** A turn of one decision. */
export function decision(
  prompt: readonly number[],
  token: number,
  allowed: readonly number[],
  logprob: number,
): Turn {
  return { ply: 0, prompt, completion: [token, 1], logprobs: [logprob, 0], allowed: [allowed, [1]] }
}
