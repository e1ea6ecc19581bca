import type { DecoderConfig } from './config.ts'
import type { Completion, GenerateRequest } from './model.ts'
import { choose } from './sampling.ts'
import { childOf, type TrieNode } from './trie.ts'

/** A completion while it is being written. */
export class Writing {
  readonly request: GenerateRequest
  /** The prompt and all tokens so far. */
  readonly sequence: number[]
  /** How many tokens the network reads before the first choice: the prompt and what must follow it. */
  readonly start: number
  /** The longest that the sequence can get. */
  readonly longest: number
  done = false
  readonly #endOfTurn: number
  readonly #logprobs: number[] = []
  readonly #allowed: (readonly number[] | null)[] = []
  #node: TrieNode | undefined
  #finished = false

  constructor(request: GenerateRequest, { context }: DecoderConfig, endOfTurn: number) {
    const { prompt, maxNewTokens, constraint } = request
    this.request = request
    this.sequence = [...prompt]
    this.longest = Math.min(context, prompt.length + Math.min(maxNewTokens, constraint?.depth ?? Infinity))
    this.#endOfTurn = endOfTurn
    this.#node = constraint?.root
    this.done = this.sequence.length >= this.longest
    this.#force()
    this.start = this.sequence.length
  }

  /** Chooses the next token by the logits at `offset`, and writes what must follow it. */
  choose(logits: Float32Array, offset: number, vocabularySize: number): void {
    const { temperature, random } = this.request
    const allowed = this.#node?.tokens ?? null
    const { token, logprob } = choose(logits, offset, vocabularySize, allowed, temperature, random)
    this.#write(token, logprob)
    this.#force()
  }

  /** @param version of the weights that wrote it */
  completion(version: number): Completion {
    return {
      tokens: this.sequence.slice(this.request.prompt.length),
      logprobs: this.#logprobs,
      allowed: this.#allowed,
      finished: this.#finished,
      version,
    }
  }

  /** Writes tokens without a choice: their probability is 1, and no network is asked. */
  #force(): void {
    while (!this.done && this.#node?.tokens.length === 1) this.#write(this.#node.tokens[0]!, 0)
  }

  #write(token: number, logprob: number): void {
    this.sequence.push(token)
    this.#logprobs.push(logprob)
    this.#allowed.push(this.#node?.tokens ?? null)
    if (this.#node === undefined) this.#finished = token === this.#endOfTurn
    else {
      this.#node = childOf(this.#node, token)!
      this.#finished = this.#node.tokens.length === 0
    }
    this.done = this.#finished || this.sequence.length >= this.longest
  }
}
