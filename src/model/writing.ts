import { choose } from './sampling.ts'
import type { Outlook } from './session.ts'
import { childOf, type TrieNode } from './trie.ts'

/** What a completion is written from: plain data, which can go to another thread. */
export interface Draft {
  /** The prompt, and what is written already. */
  readonly sequence: readonly number[]
  /** How many tokens the network reads before its first choice: the prompt and what must follow it. */
  readonly start: number
  /** The longest that the sequence may get. */
  readonly longest: number
  /** Where the constraint stands; undefined where every token is allowed. */
  readonly node: TrieNode | undefined
  readonly temperature: number
  readonly endOfTurn: number
}

/** A completion while it is being written. */
export class Writing {
  readonly start: number
  readonly longest: number
  /** The prompt and all tokens so far. */
  readonly sequence: number[]
  /** What was written since the draft, token by token. */
  readonly logprobs: number[] = []
  readonly allowed: (readonly number[] | null)[] = []
  /** The end of the turn or of the constraint is reached. */
  finished = false
  readonly #temperature: number
  readonly #endOfTurn: number
  readonly #draw: () => number
  #node: TrieNode | undefined

  /** @param draw a number uniform on [0, 1), for each choice one */
  constructor(draft: Draft, draw: () => number) {
    this.sequence = [...draft.sequence]
    this.longest = draft.longest
    this.#node = draft.node
    this.#temperature = draft.temperature
    this.#endOfTurn = draft.endOfTurn
    this.#draw = draw
    this.#force()
    this.start = Math.max(draft.start, this.logprobs.length > 0 ? this.sequence.length : 0)
  }

  get done(): boolean {
    return this.finished || this.sequence.length >= this.longest
  }

  draft(): Draft {
    const { sequence, start, longest } = this
    return {
      sequence,
      start,
      longest,
      node: this.#node,
      temperature: this.#temperature,
      endOfTurn: this.#endOfTurn,
    }
  }

  /** Draws numbers for choices that are made elsewhere. */
  draws(count: number): Float64Array {
    return Float64Array.from({ length: this.#temperature === 0 ? 0 : count }, () => this.#draw())
  }

  /** Chooses the next token and writes what must follow it. */
  choose(outlook: Outlook): void {
    const allowed = this.#node?.tokens ?? null
    const { token, logprob } = choose(outlook, allowed, this.#temperature, this.#draw)
    this.#write(token, logprob)
    this.#force()
  }

  /** Writes what was chosen elsewhere. */
  replay(tokens: readonly number[], logprobs: readonly number[]): void {
    for (const [i, token] of tokens.entries()) this.#write(token, logprobs[i]!)
  }

  /** Writes tokens without a choice: their probability is 1, and no network is asked. */
  #force(): void {
    while (!this.done && this.#node?.tokens.length === 1) this.#write(this.#node.tokens[0]!, 0)
  }

  #write(token: number, logprob: number): void {
    this.sequence.push(token)
    this.logprobs.push(logprob)
    this.allowed.push(this.#node?.tokens ?? null)
    if (this.#node === undefined) this.finished = token === this.#endOfTurn
    else {
      this.#node = childOf(this.#node, token)!
      this.finished = this.#node.tokens.length === 0
    }
  }
}
