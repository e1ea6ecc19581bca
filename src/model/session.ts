import { Tensor } from 'onnxruntime-node'
import { Arena, Caches } from './caches.ts'
import type { DecoderConfig } from './config.ts'
import { serving, type Serving } from './serving.ts'

/** A sequence to read from its beginning, and the positions whose next-token logits are wanted. */
export interface Reading {
  readonly tokens: readonly number[]
  readonly positions: readonly number[]
}

/** What the network says of the next token: the logits of all tokens, then their probabilities. */
export type Outlook = Float32Array

/**
 * Runs a decoder over batches.
 *
 * What a row gives is the same to the bit whatever the other rows are and however many: each product adds up
 * in an order that does not depend on its number of rows, attention is computed row by row, and products of
 * a single row, which take another path, are avoided.
 */
export class DecoderSession {
  readonly config: DecoderConfig
  readonly #serving: Serving
  readonly #arena = new Arena()

  /** @param frozen whether the weights change seldom. threads: inside an operator; default: one per core */
  constructor(config: DecoderConfig, frozen: boolean, threads?: number) {
    this.config = config
    this.#serving = serving(config, frozen, threads)
  }

  /** Serves a copy of these weights from now on. */
  load(weights: Float32Array): Promise<void> {
    return this.#serving.load(weights)
  }

  caches(rows: number, capacity: number): Caches {
    return new Caches(this.config, this.#arena, rows, capacity)
  }

  /**
   * Reads sequences that `paddedLength` holds, one per row of the caches, and leaves their keys and values
   * there. The outlooks are in the order of the readings and their positions.
   */
  async read(
    readings: readonly Reading[],
    paddedLength: number,
    caches: Caches,
  ): Promise<(row: number) => Outlook> {
    const ids = new BigInt64Array(caches.rows * paddedLength)
    const lengths = new Int32Array(caches.rows)
    const wanted: number[] = []
    for (const [row, { tokens, positions }] of readings.entries()) {
      for (let i = 0; i < tokens.length; i++) ids[row * paddedLength + i] = BigInt(tokens[i]!)
      lengths[row] = tokens.length - 1
      for (const position of positions) wanted.push(row * paddedLength + position)
    }
    const run = this.prepare(ids, lengths, wanted, caches)
    await run(paddedLength)
    return run.outlook
  }

  /**
   * Binds buffers for runs over all rows of the caches: `ids` holds the same number of tokens for each,
   * `lengths` each row's tokens in all less one. The caller may refill both between runs.
   */
  prepare(ids: BigInt64Array, lengths: Int32Array, wanted: readonly number[], caches: Caches) {
    const size = 2 * this.config.vocabularySize
    const sequence = ids.length / caches.rows
    // Two rows at least, as everywhere.
    const rows = wanted.length === 1 ? [wanted[0]!, wanted[0]!] : wanted
    const outlooks = new Float32Array(rows.length * size)
    const total = new Int32Array(1)
    const { feeds, fetches } = caches.tensors()
    feeds['tokens'] = new Tensor('int64', ids, [caches.rows, sequence])
    feeds['lengths'] = new Tensor('int32', lengths, [caches.rows])
    feeds['total'] = new Tensor('int32', total, [])
    feeds['shape'] = new Tensor('int64', BigInt64Array.of(BigInt(caches.rows), BigInt(sequence), -1n), [3])
    feeds['rows'] = new Tensor('int64', BigInt64Array.from(rows, BigInt), [rows.length])
    fetches['outlooks'] = new Tensor('float32', outlooks, [rows.length, size])
    const run = async (longest: number) => {
      total[0] = longest
      await this.#serving.run(feeds, fetches)
    }
    return Object.assign(run, { outlook: (row: number) => outlooks.subarray(row * size, (row + 1) * size) })
  }

  async release(): Promise<void> {
    this.#arena.clear()
    await this.#serving.release()
  }
}
