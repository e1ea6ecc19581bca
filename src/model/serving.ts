import { InferenceSession, Tensor } from 'onnxruntime-node'
import { runUncopied, subarrays, withoutCopies, type Layout } from '../tensor/index.ts'
import { cachedDecoderGraph } from './cached.ts'
import type { DecoderConfig } from './config.ts'
import { parameterLayout } from './parameters.ts'

type Values = Readonly<Record<string, Tensor>>

/** The graph of `cachedDecoderGraph` in ONNX Runtime, with weights that can be replaced. */
export interface Serving {
  /** Takes a copy of the weights. No run may be under way. */
  load(weights: Float32Array): Promise<void>
  run(feeds: Values, fetches: Values): Promise<void>
  release(): Promise<void>
}

/**
 * Chooses how weights are served.
 *
 * Frozen ones are packed into a session, which makes runs faster. Ones that change after every training step
 * are fed to each run where that gives the same numbers whatever the number of rows: a product over weights
 * that are not packed is cut into blocks which depend on that number, unless one block holds it whole.
 */
export function serving(config: DecoderConfig, frozen: boolean, threads?: number): Serving {
  const options = threads === undefined ? {} : { intraOpNumThreads: threads }
  return frozen || !oneBlock(config) ? new Packed(config, options) : new Fed(config, options)
}

/** Whether every product's inner dimension fits the blocks of ONNX Runtime's products (MlasGemm). */
function oneBlock({ width, heads, headSize, feedForward, keyValueHeads, vocabularySize }: DecoderConfig) {
  const products: readonly (readonly [inner: number, outer: number])[] = [
    [width, (heads + 2 * keyValueHeads) * headSize],
    [heads * headSize, width],
    [width, 2 * feedForward],
    [feedForward, width],
    [width, vocabularySize],
  ]
  // A block is 128 deep, and deeper by the factor by which the product is narrower than that.
  return products.every(([inner, outer]) => inner <= 128 || (inner <= 256 && outer <= 64))
}

/** Weights inside the session, in the order in which its products read them; each version is a new session. */
class Packed implements Serving {
  readonly #config: DecoderConfig
  readonly #options: InferenceSession.SessionOptions
  #session: InferenceSession | undefined

  constructor(config: DecoderConfig, options: InferenceSession.SessionOptions) {
    this.#config = config
    this.#options = options
  }

  async load(weights: Float32Array): Promise<void> {
    const values = new Float32Array(weights.length)
    scaleQueries(this.#config, weights, values)
    const graph = cachedDecoderGraph(this.#config, subarrays(values, parameterLayout(this.#config)))
    const old = this.#session
    this.#session = await InferenceSession.create(withoutCopies(graph), this.#options)
    await old?.release()
  }

  run(feeds: Values, fetches: Values): Promise<void> {
    return runUncopied(this.#session!, feeds, fetches)
  }

  async release(): Promise<void> {
    await this.#session?.release()
    this.#session = undefined
  }
}

/** Weights that each run reads where they are: a new version is a copy. */
class Fed implements Serving {
  readonly #config: DecoderConfig
  readonly #options: InferenceSession.SessionOptions
  readonly #layout: Layout
  #served:
    | { readonly session: InferenceSession; readonly values: Float32Array; readonly feeds: Values }
    | undefined

  constructor(config: DecoderConfig, options: InferenceSession.SessionOptions) {
    this.#config = config
    this.#options = options
    this.#layout = parameterLayout(config)
  }

  async load(weights: Float32Array): Promise<void> {
    this.#served ??= await this.#open(new Float32Array(weights.length))
    scaleQueries(this.#config, weights, this.#served.values)
  }

  run(feeds: Values, fetches: Values): Promise<void> {
    const { session, feeds: parameters } = this.#served!
    return runUncopied(session, { ...parameters, ...feeds }, fetches)
  }

  async release(): Promise<void> {
    await this.#served?.session.release()
    this.#served = undefined
  }

  async #open(values: Float32Array) {
    const graph = cachedDecoderGraph(this.#config)
    const session = await InferenceSession.create(withoutCopies(graph), this.#options)
    const parts = Object.entries(subarrays(values, this.#layout))
    const feeds = parts.map(([name, part]) => [name, new Tensor('float32', part, this.#layout[name])])
    return { session, values, feeds: Object.fromEntries(feeds) as Values }
  }
}

/**
 * Copies weights and moves the factor 1 / √headSize of the scores into the projections of the queries: a
 * product without a factor has a faster path for the single row that a step has.
 */
function scaleQueries(config: DecoderConfig, weights: Float32Array, into: Float32Array): void {
  const { heads, headSize, width } = config
  into.set(weights)
  const scale = 1 / Math.sqrt(headSize)
  for (const [name, values] of Object.entries(subarrays(into, parameterLayout(config)))) {
    if (!name.endsWith('.qkv_proj.weight')) continue
    for (let i = 0; i < heads * headSize * width; i++) values[i]! *= scale
  }
}
