/** Numbers that are remembered at most. */
const largest = 2 ** 20

/** What one version of the weights says after a prompt: its logits, under the prompt's tokens. */
export class Memo {
  readonly #size: number
  readonly #known = new Map<string, Float32Array>()

  constructor(vocabularySize: number) {
    this.#size = vocabularySize
  }

  get(prompt: readonly number[]): Float32Array | undefined {
    return this.#known.size === 0 ? undefined : this.#known.get(prompt.join())
  }

  /** Copies the logits at `offset`. The oldest are forgotten when there are too many. */
  set(key: string, logits: Float32Array, offset: number): void {
    if ((this.#known.size + 1) * this.#size > largest) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(key, logits.slice(offset, offset + this.#size))
  }

  clear(): void {
    this.#known.clear()
  }
}
