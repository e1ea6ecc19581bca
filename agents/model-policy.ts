import { TokenTrie, type Batcher } from 'coevo/model'
import type { Policy } from './policy.ts'

/** How a model is asked for a move. */
export interface ModelPolicyOptions {
  /** The model's name in the scenario. */
  readonly name: string
  readonly batcher: Batcher
  /** Whether it may write nothing but the label of a legal action. */
  readonly constrain: boolean
  /** 0 is greedy; 1 samples the model's own distribution. */
  readonly temperature: number
  readonly maxNewTokens: number
}

/** Past this many different sets of legal actions, the tries kept for them are made anew. */
const TRIES = 10_000

/** Lets a model decide: it reads the observation and writes the text of a move. */
export function modelPolicy({
  name,
  batcher,
  constrain,
  temperature,
  maxNewTokens,
}: ModelPolicyOptions): Policy {
  const { tokenizer } = batcher.model
  const tries = new Map<string, TokenTrie>()
  const trieOf = (legal: readonly string[]) => {
    const key = legal.join('\n')
    let trie = tries.get(key)
    if (trie === undefined) {
      if (tries.size >= TRIES) tries.clear()
      tries.set(key, (trie = TokenTrie.fromTexts(tokenizer, legal)))
    }
    return trie
  }
  return {
    name,
    model: name,
    async decide({ observation, legal }, random) {
      const prompt = tokenizer.encode(observation)
      const { tokens, logprobs, allowed } = await batcher.generate({
        prompt,
        maxNewTokens,
        temperature,
        random: random(),
        ...(constrain ? { constraint: trieOf(legal) } : {}),
      })
      const text = tokenizer.decode(tokens.at(-1) === tokenizer.endOfTurn ? tokens.slice(0, -1) : tokens)
      return { text, trace: { prompt, completion: tokens, logprobs, allowed } }
    },
  }
}
