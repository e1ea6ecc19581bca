import type { Outlook } from './session.ts'

/** Numbers that are remembered at most. */
const largest = 2 ** 20

/** What one version of the weights says after a prompt: the outlook, under the prompt's tokens. */
export class Memo {
  readonly #size: number
  readonly #known = new Map<string, Outlook>()

  constructor(vocabularySize: number) {
    this.#size = 2 * vocabularySize
  }

  get(prompt: readonly number[]): Outlook | undefined {
    return this.#known.size === 0 ? undefined : this.#known.get(prompt.join())
  }

  /** Keeps a copy. The oldest are forgotten when there are too many. */
  set(key: string, outlook: Outlook): void {
    if ((this.#known.size + 1) * this.#size > largest) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    this.#known.set(key, outlook.slice())
  }

  clear(): void {
    this.#known.clear()
  }
}
