import type { Random } from 'coevo/core'
import type { Model } from 'coevo/model'

/** How a model is asked outside of any session. */
export interface Asking {
  readonly maxNewTokens: number
  /** 0 is greedy, 1 samples the model's own distribution. */
  readonly temperature: number
  /** The stream of a prompt, by its place. */
  readonly random: (prompt: number) => Random
}

/** Lets a model answer prompts, all together, for measurements. What it writes can be put into a prompt again. */
export async function answersTo(model: Model, prompts: readonly string[], asking: Asking): Promise<string[]> {
  const { tokenizer } = model
  const { maxNewTokens, temperature, random } = asking
  const completions = await model.generate(
    prompts.map((prompt, i) => ({
      prompt: tokenizer.encode(prompt),
      maxNewTokens,
      temperature,
      random: random(i),
    })),
  )
  const marks = [tokenizer.padding, tokenizer.endOfTurn]
  return completions.map(({ tokens }) => tokenizer.decode(tokens.filter((token) => !marks.includes(token))))
}
