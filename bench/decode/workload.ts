import { stream } from 'coevo/core'
import {
  decoderConfig,
  initialParameters,
  LocalModel,
  WordTokenizer,
  type DecoderConfig,
  type GenerateRequest,
} from 'coevo/model'

export const promptLength = 16
export const newTokens = 48

export interface Size {
  readonly name: string
  readonly config: DecoderConfig
}

export const sizes: readonly Size[] = [
  { name: '64 wide, 2 layers', config: decoderConfig('tiny', 64) },
  { name: '128 wide, 4 layers', config: decoderConfig('small', 256) },
]

/** How many requests are answered together. */
export const batches = [64, 512]

/** No turn ends early, so that both sides write the same number of tokens. */
class EndlessTokenizer extends WordTokenizer {
  override readonly endOfTurn = -1
}

export const weightsOf = ({ config }: Size): Float32Array<ArrayBuffer> =>
  initialParameters(config, stream('bench', 'weights'))

export function modelOf(size: Size, threads: number): LocalModel {
  const words = Array.from({ length: size.config.vocabularySize - 2 }, (_, i) => `w${i}`)
  const tokenizer = new EndlessTokenizer(words)
  return new LocalModel({
    name: size.name,
    config: size.config,
    tokenizer,
    weights: weightsOf(size),
    frozen: true,
    threads,
  })
}

/** Requests of one round: prompts that no other round has. */
export function requestsOf(size: Size, batch: number, round: number, temperature: number): GenerateRequest[] {
  const draw = stream('bench', 'prompts', round)
  return Array.from({ length: batch }, (_, i) => ({
    prompt: Array.from({ length: promptLength }, () => 2 + draw.int(size.config.vocabularySize - 2)),
    maxNewTokens: newTokens,
    temperature,
    random: stream('bench', round, i),
  }))
}
