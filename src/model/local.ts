import { availableParallelism } from 'node:os'
import { UserError } from '../core/index.ts'
import { gather, layoutSize, StateMemory, views, type Float, type Integer } from '../tensor/index.ts'
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts'
import type { DecoderConfig } from './config.ts'
import { decoder, type Decoded } from './decoder.ts'
import { generate, type Means } from './generate.ts'
import { Lanes } from './lanes.ts'
import { Memo } from './memo.ts'
import type { Completion, GenerateRequest, Model, Score, ScoreRequest } from './model.ts'
import { checkpointLayout, parameterLayout } from './parameters.ts'
import { NOT_FINITE } from './sampling.ts'
import { score } from './score.ts'
import { DecoderSession } from './session.ts'
import type { WordTokenizer } from './tokenizer.ts'

export interface LocalModelSettings {
  readonly name: string
  /** The weights change seldom if ever: runs are faster, a change is slower. Default: false. */
  readonly frozen?: boolean
  /** Default: one per core. Any number gives the same results. */
  readonly threads?: number
}

export interface LocalModelOptions extends LocalModelSettings {
  readonly config: DecoderConfig
  readonly tokenizer: WordTokenizer
  /** In the order of `parameterLayout`, for instance by `initialParameters`; they are copied. */
  readonly weights: Float32Array
}

/**
 * A decoder that runs in this process, on the CPU.
 *
 * A learner changes its weights in place and says so by `weightsChanged`; the session that serves them is
 * made when they are first asked. What a request gets depends on nothing but itself and the weights.
 */
export class LocalModel implements Model {
  readonly name: string
  readonly config: DecoderConfig
  readonly tokenizer: WordTokenizer
  /** All parameters, in the order of `parameterLayout`, where a learner changes them. */
  readonly weights: StateMemory
  readonly #means: Means
  #version = 0
  /** The session does not have the weights as they are now. */
  #stale = true
  #last: Promise<unknown> = Promise.resolve()

  /** Makes the model that a checkpoint folder holds. @throws UserError as `loadCheckpoint` does. */
  static async open(folder: string, options: LocalModelSettings): Promise<LocalModel> {
    const { version, ...checkpoint } = await loadCheckpoint(folder)
    const model = new LocalModel({ ...options, ...checkpoint })
    model.#version = version
    return model
  }

  /** @throws UserError when the tokenizer and the decoder differ in their vocabulary. */
  constructor({
    name,
    config,
    tokenizer,
    weights,
    frozen = false,
    threads = availableParallelism(),
  }: LocalModelOptions) {
    if (config.vocabularySize !== tokenizer.vocabularySize)
      throw new UserError(
        `The decoder '${name}' has a vocabulary of ${config.vocabularySize} tokens, its tokenizer ${tokenizer.vocabularySize}.`,
      )
    const size = layoutSize(parameterLayout(config))
    if (weights.length !== size)
      throw new RangeError(`The decoder '${name}' has ${size} parameters, not ${weights.length}.`)
    this.name = name
    this.config = config
    this.tokenizer = tokenizer
    this.#means = {
      session: new DecoderSession(config, frozen, threads),
      memo: new Memo(config.vocabularySize),
      lanes: threads === 1 ? undefined : new Lanes(config, frozen, threads),
    }
    this.weights = new StateMemory(weights.length)
    this.weights.current.set(weights)
  }

  get version(): number {
    return this.#version
  }

  /**
   * Writes the training pass as a graph: the logits of the token after each named one.
   *
   * weights: all parameters. tokens: [sequences, length], padded at the end. rows: [targets], positions among
   * sequences · length. Result: [targets, vocabularySize].
   */
  logits(weights: Float, tokens: Integer, rows: Integer): Float {
    const { hidden, head } = this.decode(weights, tokens)
    return head(gather(hidden, rows))
  }

  /** The same pass in two: the hidden state of every token, [sequences · length, width], and what reads logits off. */
  decode(weights: Float, tokens: Integer): Decoded {
    return decoder(this.config, views(weights, checkpointLayout(this.config)), tokens)
  }

  /** How many numbers a hidden state has. */
  get width(): number {
    return this.config.width
  }

  /** Counts one version more; is called when the weights have changed. */
  weightsChanged(): void {
    this.#version++
    this.#stale = true
  }

  async generate(requests: readonly GenerateRequest[]): Promise<Completion[]> {
    for (const [i, request] of requests.entries()) this.#check(request, i)
    return this.#inTurn(async () => {
      const version = await this.#current()
      return generate(this.#means, requests, this.tokenizer.endOfTurn, version)
    })
  }

  async score(requests: readonly ScoreRequest[]): Promise<Score[]> {
    for (const [i, { prompt, completion }] of requests.entries())
      this.#checkTokens([...prompt, ...completion], prompt.length, i)
    return this.#inTurn(async () => {
      await this.#current()
      return score(this.#means.session, this.#means.memo, requests)
    })
  }

  async save(folder: string): Promise<void> {
    const { config, tokenizer, version } = this
    await saveCheckpoint(folder, { config, tokenizer, weights: this.weights.current, version })
  }

  /** Replaces the weights and the version by those of a checkpoint folder. */
  async load(folder: string): Promise<void> {
    const { config, tokenizer, weights, version } = await loadCheckpoint(folder)
    refuseDifferences(folder, this, { config, tokenizer })
    this.weights.current.set(weights)
    this.#version = version
    this.#stale = true
  }

  freeze(name: string): LocalModel {
    const { config, tokenizer } = this
    const copy = new LocalModel({
      name,
      config,
      tokenizer,
      weights: this.weights.current,
      frozen: true,
      threads: 1,
    })
    copy.#version = this.#version
    return copy
  }

  /** Frees the session; the model can be used again. */
  async release(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#means.session.release()
      this.#stale = true
    })
  }

  /** One piece of work at a time: memory and sessions are shared. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work).catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== NOT_FINITE) throw error
      throw new UserError(
        `The model '${this.name}' computes numbers that are not finite: its weights are damaged, or its training has diverged.`,
        { cause: error },
      )
    })
    this.#last = result.catch(() => undefined)
    return result
  }

  /** Brings the session to the weights as they are now, and returns their version. */
  async #current(): Promise<number> {
    const version = this.#version
    if (this.#stale) {
      this.#stale = false
      const { session, memo, lanes } = this.#means
      memo.clear()
      lanes?.load(this.weights.current)
      await session.load(this.weights.current)
    }
    return version
  }

  #check({ prompt, maxNewTokens, temperature, constraint }: GenerateRequest, at: number): void {
    if (constraint !== undefined) this.#checkTokens([constraint.largest], 1, at)
    this.#checkTokens(prompt, prompt.length, at)
    if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1)
      throw new UserError(
        `Request ${at}: maxNewTokens is ${maxNewTokens}; it must be a whole number from 1 on.`,
      )
    if (!(temperature >= 0) || !Number.isFinite(temperature))
      throw new UserError(`Request ${at}: the temperature is ${temperature}; it must be a number from 0 on.`)
    if (prompt.length >= this.config.context)
      throw new UserError(
        `Request ${at}: the prompt has ${prompt.length} tokens; the model's context of ${this.config.context} leaves no room to answer.`,
      )
  }

  #checkTokens(tokens: readonly number[], promptLength: number, at: number): void {
    if (promptLength === 0) throw new UserError(`Request ${at}: the prompt must have at least one token.`)
    for (const token of tokens)
      if (!Number.isInteger(token) || token < 0 || token >= this.config.vocabularySize)
        throw new UserError(
          `Request ${at}: there is no token ${token}; the vocabulary has 0 to ${this.config.vocabularySize - 1}.`,
        )
  }
}

/** Refuses a checkpoint of another decoder or vocabulary, naming the first difference. */
function refuseDifferences(
  folder: string,
  mine: Pick<LocalModel, 'name' | 'config' | 'tokenizer'>,
  other: Pick<LocalModel, 'config' | 'tokenizer'>,
): void {
  const word = mine.tokenizer.words.findIndex((each, id) => each !== other.tokenizer.words[id])
  if (word >= 0)
    throw new UserError(
      `${folder} has another vocabulary than the model '${mine.name}': token ${word} is ` +
        `'${other.tokenizer.words[word] ?? 'missing'}' there and '${mine.tokenizer.words[word]}' here.`,
    )
  const [theirs, ours] = [checkpointLayout(other.config), checkpointLayout(mine.config)]
  for (const [name, shape] of Object.entries(ours))
    if (theirs[name]?.join() !== shape.join())
      throw new UserError(
        `${folder} has other shapes than the model '${mine.name}': the tensor '${name}' is ` +
          `[${theirs[name]?.join(', ') ?? 'missing'}] there and [${shape.join(', ')}] here.`,
      )
  for (const [key, value] of Object.entries(mine.config) as [keyof DecoderConfig, unknown][])
    if (other.config[key] !== value)
      throw new UserError(
        `${folder} has another decoder than the model '${mine.name}': its ${key} is ${other.config[key]} there and ${String(value)} here.`,
      )
}
