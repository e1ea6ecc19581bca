import { Worker } from 'node:worker_threads'
import type { DecoderConfig } from './config.ts'
import { batchSize } from './continue.ts'
import type { Draft, Writing } from './writing.ts'

/** What a lane is asked: to write drafts to their ends, with new weights first if there are any. */
export interface LaneTask {
  readonly weights: Float32Array | undefined
  readonly drafts: readonly LaneDraft[]
}

export interface LaneDraft extends Draft {
  /** It has its first choice already. */
  readonly chosen: boolean
  /** A number for every choice that there can be. */
  readonly draws: Float64Array
}

/** What a lane wrote after each draft; or why it could not. */
export type LaneAnswer =
  | {
      readonly written: readonly {
        readonly tokens: readonly number[]
        readonly logprobs: readonly number[]
      }[]
    }
  | { readonly error: string }

/** Fewer rows than this are not worth a thread of their own. */
const fewest = 32

/**
 * Threads that write completions, each with a session of its own on one thread.
 *
 * Two batches side by side are written faster than one after the other with two threads for each operator,
 * which must wait for each other after every one.
 */
export class Lanes {
  readonly #config: DecoderConfig
  readonly #frozen: boolean
  readonly #count: number
  #weights: Float32Array | undefined
  #lanes: Lane[] = []

  constructor(config: DecoderConfig, frozen: boolean, count: number) {
    this.#config = config
    this.#frozen = frozen
    this.#count = count
  }

  /** Serves these weights from the next batch on; they must not change before the next load. */
  load(weights: Float32Array): void {
    this.#weights = weights
    for (const lane of this.#lanes) lane.stale = true
  }

  /** Cuts completions into batches for all lanes; none where they are too few. */
  share(writings: readonly Writing[]): Writing[][] {
    if (writings.length < 2 * fewest) return []
    const even = Math.ceil(writings.length / this.#count)
    const size = Math.max(fewest, Math.min(even, batchSize(this.#config, writings)))
    return Array.from({ length: Math.ceil(writings.length / size) }, (_, i) =>
      writings.slice(i * size, (i + 1) * size),
    )
  }

  /** Writes batches to their ends, each on the lane that is free first. */
  async write(batches: readonly (readonly Writing[])[], chosen: ReadonlySet<Writing>): Promise<void> {
    if (batches.length === 0) return
    while (this.#lanes.length < Math.min(this.#count, batches.length))
      this.#lanes.push(new Lane(this.#config, this.#frozen))
    const queue = batches.values()
    await Promise.all(
      this.#lanes.map(async (lane) => {
        for (const batch of queue) await lane.write(batch, chosen, this.#weights!)
      }),
    )
  }

  async release(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.end()))
    this.#lanes = []
  }
}

/** One thread. */
class Lane {
  stale = true
  readonly #worker: Worker

  constructor(config: DecoderConfig, frozen: boolean) {
    // Under its source name in development, compiled in the package.
    const file = new URL(import.meta.url.endsWith('.ts') ? './lane.ts' : './lane.js', import.meta.url)
    this.#worker = new Worker(file, { workerData: { config, frozen } })
    this.#worker.unref()
  }

  async write(batch: readonly Writing[], chosen: ReadonlySet<Writing>, weights: Float32Array): Promise<void> {
    const drafts = batch.map((writing) => {
      const draft = writing.draft()
      const draws = writing.draws(draft.longest - draft.sequence.length)
      return { ...draft, chosen: chosen.has(writing), draws }
    })
    const answer = await this.#ask({ weights: this.stale ? weights : undefined, drafts })
    this.stale = false
    for (const [i, { tokens, logprobs }] of answer.entries()) batch[i]!.replay(tokens, logprobs)
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  /** The process stays alive until the answer is there. */
  async #ask(task: LaneTask) {
    this.#worker.ref()
    const { promise, resolve, reject } = Promise.withResolvers<LaneAnswer>()
    const stopped = (code: number) => reject(new Error(`A thread of the model ended with code ${code}.`))
    this.#worker.once('message', resolve).once('error', reject).once('exit', stopped)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    this.#worker.postMessage(task)
    try {
      const answer = await promise
      if ('error' in answer) throw new Error(answer.error)
      return answer.written
    } finally {
      this.#worker.off('message', resolve).off('error', reject).off('exit', stopped)
      this.#worker.unref()
    }
  }
}
