import type { Tokenizer } from '../model/model.ts'
import type { Turn } from './experience.ts'

/** What a solver might have read and should then have written. */
export interface Demonstration {
  readonly prompt: string
  readonly completion: string
}

/**
 * Writes a demonstration as a turn of the model that is to imitate it.
 *
 * Whoever demonstrates wrote each token with probability 1, so all ln-probabilities are 0.
 *
 * @throws UserError naming a word that the vocabulary lacks.
 */
export function demonstrationTurn(
  tokenizer: Tokenizer,
  { prompt, completion }: Demonstration,
  ply = 0,
): Turn {
  const tokens = [...tokenizer.encode(completion), tokenizer.endOfTurn]
  return {
    ply,
    prompt: tokenizer.encode(prompt),
    completion: tokens,
    logprobs: tokens.map(() => 0),
    allowed: tokens.map(() => null),
  }
}
