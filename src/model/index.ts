export { loadTokenizer } from './checkpoint.ts'
export { createBatcher, type Batcher } from './batcher.ts'
export { decoderConfig, decoderSizes, type DecoderConfig, type DecoderSize } from './config.ts'
export { decoder, type Decoded, type Parameters } from './decoder.ts'
export type { Completion, GenerateRequest, Model, Score, ScoreRequest, Tokenizer } from './model.ts'
export { checkpointLayout, initialParameters, parameterLayout } from './parameters.ts'
export { localModel, type FreshModelOptions } from './fresh.ts'
export { LocalModel, type LocalModelOptions, type LocalModelSettings } from './local.ts'
export { WordTokenizer } from './tokenizer.ts'
export { TokenTrie, type TrieNode } from './trie.ts'
export {
  chatModel,
  type ChatMessage,
  type ChatModel,
  type ChatOptions,
  type ChatSettings,
} from './server/chat.ts'
export type { ChatAnswer } from './server/reply.ts'
