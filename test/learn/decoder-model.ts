import { stream } from 'coevo/core'
import type { Trainable, Turn } from 'coevo/learn'
import { decoderConfig, initialParameters, LocalModel, TokenTrie, WordTokenizer } from 'coevo/model'

export const vocabularySize = 12

/** The smallest decoder, with fresh weights: it is all that a learner asks for. */
export function decoderModel(seed: number): LocalModel & Trainable {
  const tokenizer = new WordTokenizer(Array.from({ length: vocabularySize - 2 }, (_, i) => `w${i}`))
  const config = decoderConfig('nano', vocabularySize, { width: 16, layers: 1, headSize: 16, context: 32 })
  const weights = initialParameters(config, stream(seed, 'weights'))
  return new LocalModel({ name: 'learner', config, tokenizer, weights, threads: 1 })
}

/** Chooses one of the actions, and then the end of the turn, which is forced. */
const oneOf = (actions: readonly number[]) => new TokenTrie(actions.map((action) => [action, 1]))

/** The probabilities of the actions after a prompt, under the model's present weights. */
export async function probabilities(
  model: LocalModel,
  prompt: readonly number[],
  actions: readonly number[],
) {
  const constraint = oneOf(actions)
  const scores = await model.score(actions.map((action) => ({ prompt, completion: [action, 1], constraint })))
  return scores.map(({ logprobs }) => Math.exp(logprobs[0]!))
}

/** Lets the model choose once after each prompt. */
export async function decide(
  model: LocalModel,
  prompts: readonly (readonly number[])[],
  actions: readonly number[],
  name: string,
): Promise<Turn[]> {
  const constraint = oneOf(actions)
  const completions = await model.generate(
    prompts.map((prompt, i) => ({
      prompt,
      maxNewTokens: 2,
      temperature: 1,
      random: stream(name, i),
      constraint,
    })),
  )
  return completions.map(({ tokens, logprobs, allowed }, i) => ({
    ply: 0,
    prompt: prompts[i]!,
    completion: tokens,
    logprobs,
    allowed,
  }))
}
