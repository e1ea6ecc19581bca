import type { Random } from 'coevo/core'
import { TokenTrie, type Batcher } from 'coevo/model'
import type { Decision } from './policy.ts'

/** How a model is asked to write. */
export interface ModelWriterOptions {
  readonly batcher: Batcher
  /** 0 is greedy; 1 samples the model's own distribution. */
  readonly temperature: number
  readonly maxNewTokens: number
}

/**
 * Writes an answer to a prompt.
 *
 * @param texts what may be written, where not everything may
 */
export type ModelWriter = (
  prompt: string,
  random: Random,
  texts: readonly string[] | null,
) => Promise<Decision>

/** Past this many different sets of allowed texts, the tries kept for them are made anew. */
const TRIES = 10_000

/** Lets a model write texts, and keeps how they came about. */
export function modelWriter({ batcher, temperature, maxNewTokens }: ModelWriterOptions): ModelWriter {
  const { tokenizer } = batcher.model
  const tries = new Map<string, TokenTrie>()
  const trieOf = (texts: readonly string[]) => {
    const key = texts.join('\n')
    let trie = tries.get(key)
    if (trie === undefined) {
      if (tries.size >= TRIES) tries.clear()
      tries.set(key, (trie = TokenTrie.fromTexts(tokenizer, texts)))
    }
    return trie
  }
  return async (text, random, texts) => {
    const prompt = tokenizer.encode(text)
    const { tokens, logprobs, allowed, finished } = await batcher.generate({
      prompt,
      maxNewTokens,
      temperature,
      random,
      ...(texts !== null && { constraint: trieOf(texts) }),
    })
    const written = tokens.at(-1) === tokenizer.endOfTurn ? tokens.slice(0, -1) : tokens
    const trace = {
      prompt,
      completion: tokens,
      logprobs,
      allowed,
      ...(!finished && { cutOff: true as const }),
    }
    return { text: tokenizer.decode(written), trace }
  }
}
