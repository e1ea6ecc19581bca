import { stream } from '../core/index.ts'
import { decoderConfig, type DecoderConfig, type DecoderSize } from './config.ts'
import { LocalModel } from './local.ts'
import { initialParameters } from './parameters.ts'
import { WordTokenizer } from './tokenizer.ts'

export interface FreshModelOptions {
  /** The words it reads and writes; of those that occur twice, the first counts. */
  readonly vocabulary: readonly string[]
  /** The one dial. Default 'tiny': 64 wide, 2 layers. */
  readonly size?: DecoderSize
  /** Overrides what the size gives. */
  readonly knobs?: Partial<DecoderConfig>
}

/**
 * Describes a decoder with fresh weights: the seed decides which.
 *
 * @example localModel({ vocabulary: kuhnPoker.vocabulary, size: 'nano' })(7)
 * @throws UserError when called, for a word or a size that is none.
 */
export function localModel({ vocabulary, size = 'tiny', knobs }: FreshModelOptions) {
  return (seed: number): LocalModel => {
    const tokenizer = new WordTokenizer([...new Set(vocabulary)])
    const config = decoderConfig(size, tokenizer.vocabularySize, knobs)
    const weights = initialParameters(config, stream(seed, 'weights'))
    return new LocalModel({ name: size, config, tokenizer, weights })
  }
}
