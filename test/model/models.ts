import { stream } from 'coevo/core'
import {
  decoderConfig,
  initialParameters,
  LocalModel,
  WordTokenizer,
  type DecoderConfig,
  type GenerateRequest,
} from 'coevo/model'

export const words = Array.from({ length: 30 }, (_, i) => `w${i}`)

/** A small model with weights of its own seed, large enough in its head to have opinions. */
export function makeModel(
  knobs: Partial<DecoderConfig> = {},
  seed = 1,
  threads = 1,
  frozen = false,
): LocalModel {
  const tokenizer = new WordTokenizer(words)
  const config = decoderConfig('nano', tokenizer.vocabularySize, { context: 64, ...knobs })
  const weights = initialParameters(config, stream(seed, 'weights'))
  for (let i = 0; i < weights.length; i++) weights[i]! *= weights[i] === 1 ? 1 : 3
  return new LocalModel({ name: 'test', config, tokenizer, weights, threads, frozen })
}

/** What a test says of a request; its stream is named by `stream`, so that equal plans draw equal numbers. */
export interface RequestPlan {
  readonly prompt: readonly number[]
  readonly maxNewTokens: number
  readonly temperature: number
  readonly stream: number
}

export const toRequest = ({ stream: name, ...rest }: RequestPlan): GenerateRequest => ({
  ...rest,
  random: stream('request', name),
})
