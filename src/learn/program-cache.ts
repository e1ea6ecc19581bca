import type { Program } from '../tensor/index.ts'
import type { BatchShape } from './batch.ts'

/** How many compiled graphs are kept, the last used ones. */
const kept = 16

/** Compiled graphs by kind and shape. What is kept never changes a result: it only saves compiling. */
export class ProgramCache {
  readonly #compiled = new Map<string, Promise<Program>>()

  async get(kind: string, shape: BatchShape, make: () => Promise<Program>): Promise<Program> {
    const key = JSON.stringify([kind, shape])
    const found = this.#compiled.get(key) ?? make()
    this.#compiled.delete(key)
    this.#compiled.set(key, found)
    if (this.#compiled.size > kept) {
      const [oldest, program] = [...this.#compiled][0]!
      this.#compiled.delete(oldest)
      await (await program).release()
    }
    return found
  }
}
