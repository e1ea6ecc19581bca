import { Tensor } from 'onnxruntime-node'
import { cacheNames } from './cached.ts'
import type { DecoderConfig } from './config.ts'

/** Memory that is used again: caches are large, and fresh pages cost more than what is computed in them. */
export class Arena {
  readonly #free: Float32Array<ArrayBuffer>[] = []

  /** Lends at least `size` numbers, of any value. */
  take(size: number): Float32Array<ArrayBuffer> {
    let best = -1
    for (const [i, { length }] of this.#free.entries())
      if (length >= size && (best < 0 || length < this.#free[best]!.length)) best = i
    return best < 0 ? new Float32Array(2 ** Math.ceil(Math.log2(size))) : this.#free.splice(best, 1)[0]!
  }

  /** Leaves what is not lent to the garbage collector. */
  clear(): void {
    this.#free.length = 0
  }

  give(memory: Float32Array<ArrayBuffer>): void {
    this.#free.push(memory)
    if (this.#free.length > 64) this.#free.shift()
  }
}

/** Keys and values of some rows: per layer two buffers [rows, keyValueHeads, capacity, headSize]. */
export class Caches {
  rows: number
  readonly capacity: number
  readonly #config: DecoderConfig
  readonly #arena: Arena
  readonly #buffers: readonly Float32Array<ArrayBuffer>[]

  constructor(config: DecoderConfig, arena: Arena, rows: number, capacity: number) {
    this.#config = config
    this.#arena = arena
    this.rows = rows
    this.capacity = capacity
    const size = rows * cacheRowSize(config, capacity)
    this.#buffers = Array.from({ length: 2 * config.layers }, () => arena.take(size))
  }

  /** The feeds and fetches that let a run read and write these caches in place. */
  tensors(): { feeds: Record<string, Tensor>; fetches: Record<string, Tensor> } {
    const { layers, keyValueHeads, headSize } = this.#config
    const shape = [this.rows, keyValueHeads, this.capacity, headSize]
    const size = this.rows * cacheRowSize(this.#config, this.capacity)
    const feeds: Record<string, Tensor> = {}
    const fetches: Record<string, Tensor> = {}
    const names = Array.from({ length: layers }, (_, i) => cacheNames(i)).flat()
    for (const [i, name] of names.entries()) {
      const tensor = new Tensor('float32', this.#buffers[i]!.subarray(0, size), shape)
      feeds[name] = tensor
      fetches[`next_${name}`] = tensor
    }
    return { feeds, fetches }
  }

  /** Copies the first `length` positions of a row of other caches into a row of these. */
  copyRow(row: number, from: Caches, fromRow: number, length: number): void {
    const { keyValueHeads, headSize } = this.#config
    for (const [i, buffer] of this.#buffers.entries())
      for (let head = 0; head < keyValueHeads; head++) {
        const start = (fromRow * keyValueHeads + head) * from.capacity * headSize
        const part = from.#buffers[i]!.subarray(start, start + length * headSize)
        buffer.set(part, (row * keyValueHeads + head) * this.capacity * headSize)
      }
  }

  /** Gives the memory back; the caches must not be used any more. */
  release(): void {
    for (const buffer of this.#buffers) this.#arena.give(buffer)
  }
}

/** How many numbers one row of one buffer holds. */
export function cacheRowSize({ keyValueHeads, headSize }: DecoderConfig, capacity: number): number {
  return keyValueHeads * headSize * capacity
}
