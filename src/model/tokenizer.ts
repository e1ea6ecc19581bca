import { UserError, nearest } from '../core/index.ts'
import type { Tokenizer } from './model.ts'

/** The words that are no text: they fill up batches and end turns. */
export const specialTokens = { padding: '<pad>', endOfTurn: '<end>' } as const

const specials: readonly string[] = Object.values(specialTokens)
/** The longest text that is encoded, in UTF-16 units. */
const longestText = 1 << 20

/**
 * Makes a tokenizer whose tokens are whole words: the special ones, then the vocabulary in order.
 *
 * Text is split at white space and joined with single spaces. Special tokens cannot be written in a text.
 *
 * @throws UserError when a word is empty, occurs twice, has white space in it or a special token.
 */
export class WordTokenizer implements Tokenizer {
  readonly words: readonly string[]
  readonly padding = 0
  readonly endOfTurn: number = 1
  readonly #ids: ReadonlyMap<string, number>

  constructor(vocabulary: readonly string[]) {
    this.words = [...specials, ...vocabulary]
    const ids = new Map<string, number>()
    for (const [id, word] of this.words.entries()) {
      if (ids.has(word)) throw new UserError(`The vocabulary has the word '${word}' twice.`)
      if (
        id >= specials.length &&
        (!/^\S+$/.test(word) || specials.some((special) => word.includes(special)))
      )
        throw new UserError(
          `The vocabulary's word '${word}' must be without white space, not empty, and without ${specials.join(' and ')}.`,
        )
      ids.set(word, id)
    }
    this.#ids = ids
  }

  get vocabularySize(): number {
    return this.words.length
  }

  encode(text: string): number[] {
    if (text.length > longestText)
      throw new UserError(`A text of ${text.length} characters is too long; at most ${longestText} are read.`)
    return (text.match(/\S+/g) ?? []).map((word) => this.#id(word))
  }

  decode(tokens: readonly number[]): string {
    return tokens
      .map((token) => {
        const word = this.words[token]
        if (word === undefined)
          throw new UserError(`There is no token ${token}; the vocabulary has 0 to ${this.words.length - 1}.`)
        return word
      })
      .join(' ')
  }

  #id(word: string): number {
    const id = this.#ids.get(word)
    if (id !== undefined && id >= specials.length) return id
    const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word
    const guess = nearest(shown, this.words.slice(specials.length))
    throw new UserError(
      `The vocabulary lacks the word '${shown}'${guess === undefined ? '' : ` (it has '${guess}')`}; ` +
        'add it to the vocabulary.',
    )
  }
}
