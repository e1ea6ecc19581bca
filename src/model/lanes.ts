import { Worker } from 'node:worker_threads'
import type { DecoderConfig } from './config.ts'
import { batchSize } from './continue.ts'
import type { Draft, Writing } from './writing.ts'

/** What a lane is asked: to write drafts of one model to their ends. */
export interface LaneTask {
  /** Which model. */
  readonly key: number
  /** What the lane does not have: the model, as it is now. */
  readonly load?: { readonly config: DecoderConfig; readonly frozen: boolean; readonly weights: Float32Array }
  /** Models that are to be dropped first. */
  readonly drop: readonly number[]
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

/** Fewer completions than this are written faster by one session whose operators have all threads. */
const many = 64
/** Rows at which one thread is nearly at full speed; with more, attention waits for memory. */
const enough = 16
/** Models that a lane holds at once. */
const mostModels = 4

/** The threads of this process, shared by all models, made when they are first needed. */
const lanes: Lane[] = []
let models = 0

/**
 * Writes a model's completions on other threads, each with a session of its own.
 *
 * Two batches side by side are written faster than one after the other with two threads for each operator,
 * which must wait for each other after every one.
 */
export class Lanes {
  readonly #key = models++
  readonly #config: DecoderConfig
  readonly #frozen: boolean
  readonly #count: number
  #weights: Float32Array | undefined
  #version = 0

  constructor(config: DecoderConfig, frozen: boolean, count: number) {
    this.#config = config
    this.#frozen = frozen
    this.#count = count
  }

  /** Serves these weights from the next batch on; they must not change before the next load. */
  load(weights: Float32Array): void {
    this.#weights = weights
    this.#version++
  }

  /** Cuts completions into batches for all lanes; none where they are too few. */
  share(writings: readonly Writing[]): Writing[][] {
    if (writings.length < many) return []
    const even = Math.ceil(writings.length / this.#count)
    const size = Math.max(enough, Math.min(even, batchSize(this.#config, writings, enough)))
    return Array.from({ length: Math.ceil(writings.length / size) }, (_, i) =>
      writings.slice(i * size, (i + 1) * size),
    )
  }

  /** Writes batches to their ends, each on the lane that is free first. */
  async write(batches: readonly (readonly Writing[])[], chosen: ReadonlySet<Writing>): Promise<void> {
    const count = Math.min(this.#count, batches.length)
    while (lanes.length < count) lanes.push(new Lane())
    const model = { config: this.#config, frozen: this.#frozen, weights: this.#weights! }
    const queue = batches.values()
    await Promise.all(
      lanes.slice(0, count).map(async (lane) => {
        for (const batch of queue) await lane.write(this.#key, this.#version, model, batch, chosen)
      }),
    )
  }
}

/** One thread. */
class Lane {
  readonly #worker: Worker
  /** The versions of the models that it holds, the one that was used last at the end. */
  readonly #held = new Map<number, number>()
  #last: Promise<unknown> = Promise.resolve()
  #ended = false

  constructor() {
    // Under its source name in development, compiled in the package.
    const file = new URL(import.meta.url.endsWith('.ts') ? './lane.ts' : './lane.js', import.meta.url)
    this.#worker = new Worker(file)
    this.#worker.unref()
    this.#worker.once('exit', () => {
      this.#ended = true
      lanes.splice(lanes.indexOf(this), 1)
    })
  }

  async write(
    key: number,
    version: number,
    model: NonNullable<LaneTask['load']>,
    batch: readonly Writing[],
    chosen: ReadonlySet<Writing>,
  ): Promise<void> {
    const drafts = batch.map((writing) => {
      const draft = writing.draft()
      const draws = writing.draws(draft.longest - draft.sequence.length)
      return { ...draft, chosen: chosen.has(writing), draws }
    })
    const answer = await this.#inTurn(() => {
      const current = this.#held.get(key) === version
      this.#held.delete(key)
      this.#held.set(key, version)
      const drop = [...this.#held.keys()].slice(0, -mostModels)
      for (const each of drop) this.#held.delete(each)
      return this.#ask({ key, drop, drafts, ...(!current && { load: model }) })
    })
    for (const [i, { tokens, logprobs }] of answer.entries()) batch[i]!.replay(tokens, logprobs)
  }

  /** One task at a time, also where several models share the lane. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }

  /** The process stays alive until the answer is there. */
  async #ask(task: LaneTask) {
    if (this.#ended) throw new Error('A thread of the model has ended.')
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
    } catch (error) {
      // What it holds is uncertain now.
      this.#held.clear()
      throw error
    } finally {
      this.#worker.off('message', resolve).off('error', reject).off('exit', stopped)
      this.#worker.unref()
    }
  }
}
