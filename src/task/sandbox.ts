import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { UserError, type Json } from '../core/index.ts'
import type { Verdict } from './task.ts'

export interface SandboxOptions {
  /** How long one answer may take. Default 1000. */
  readonly milliseconds?: number
  /** How much the verifier may keep, not counting what lies outside JavaScript's heap. Default 64. */
  readonly memoryMegabytes?: number
}

/** Judges answers in a thread of its own. */
export interface SandboxedVerifier {
  (problem: Json, answer: string): Promise<Verdict>
  /** Stops the thread. Without it the thread ends with the process, which it never keeps alive. */
  close(): Promise<void>
}

/** What the thread is given. */
export interface SandboxTask {
  readonly module: string
}

/** What it answers: that it is there, what the verifier returned, or how it failed; or that it is lost. */
export type SandboxReply =
  | { readonly kind: 'ready' | 'verdict'; readonly value: unknown }
  | { readonly kind: 'failed' | 'lost'; readonly error: string }

/** How long the file may take to load, in milliseconds. */
const LOADING = 10_000

// Under its source name in development, compiled in the package.
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './sandbox-thread.ts' : './sandbox-thread.js',
  import.meta.url,
)

/**
 * Runs a verifier of the user's own, which may throw, never return or eat memory, without harm to anybody else.
 *
 * The file exports `verify(problem, answer)`, or a task as default; it gives a verdict, a score in [0, 1] or
 * whether the answer is right, at once or as a promise. One thread serves one answer after another; it is
 * stopped when it takes too long, and started again for the next. It guards against mistakes, not against
 * malice: the file may do whatever a program may.
 *
 * @param file its path, or its URL
 * @returns a function whose promises reject with a UserError naming the file when there is no verdict
 * @throws UserError where there is no such file.
 */
export function sandboxedVerifier(
  file: string | URL,
  { milliseconds = 1000, memoryMegabytes = 64 }: SandboxOptions = {},
): SandboxedVerifier {
  const path = typeof file === 'string' && !file.startsWith('file:') ? resolve(file) : fileURLToPath(file)
  if (!existsSync(path)) throw new UserError(`There is no verifier file '${path}'.`)
  const sandbox = new Sandbox(path, milliseconds, memoryMegabytes)
  return Object.assign((problem: Json, answer: string) => sandbox.verify(problem, answer), {
    close: () => sandbox.close(),
  })
}

class Sandbox {
  readonly #path: string
  readonly #milliseconds: number
  readonly #megabytes: number
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(path: string, milliseconds: number, megabytes: number) {
    this.#path = path
    this.#milliseconds = milliseconds
    this.#megabytes = megabytes
  }

  /** Judges an answer when all before it are judged. */
  verify(problem: Json, answer: string): Promise<Verdict> {
    const verdict = this.#last.then(() => this.#judge(problem, answer))
    this.#last = verdict.catch(() => null)
    return verdict
  }

  async close(): Promise<void> {
    await this.#last
    await this.#stop()
  }

  async #judge(problem: Json, answer: string): Promise<Verdict> {
    this.#worker ??= await this.#start()
    const worker = this.#worker
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    worker.postMessage({ problem, answer })
    return this.#verdictOf(await this.#reply(worker, this.#milliseconds))
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(THREAD, {
      workerData: { module: pathToFileURL(this.#path).href } satisfies SandboxTask,
      resourceLimits: { maxOldGenerationSizeMb: this.#megabytes },
      env: {},
    })
    worker.unref()
    // It may fail while nobody waits for it.
    worker
      .on('error', () => null)
      .once('exit', () => {
        if (this.#worker === worker) this.#worker = null
      })
    try {
      await this.#reply(worker, LOADING)
      return worker
    } catch (error) {
      await worker.terminate()
      throw error
    }
  }

  /** Waits for what a thread says; one that says nothing is stopped. */
  async #reply(worker: Worker, milliseconds: number): Promise<unknown> {
    const done = new AbortController()
    const { signal } = done
    const said = Promise.withResolvers<SandboxReply>()
    const onMessage = (reply: SandboxReply) => said.resolve(reply)
    const fail = (error: string) => said.resolve({ kind: 'lost', error })
    const onError = (error: Error & { readonly code?: string }) =>
      fail(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `needs more than ${this.#megabytes} MB`
          : `fails: ${messageOf(error)}`,
      )
    const onExit = () => fail('ends its thread')
    worker.once('message', onMessage).once('error', onError).once('exit', onExit)
    void after(milliseconds, null, { signal }).then(
      () => fail(`has given no verdict for ${milliseconds} ms and was stopped`),
      () => null,
    )
    const reply = await said.promise
    done.abort()
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    if ('value' in reply) return reply.value
    if (reply.kind === 'lost') {
      this.#worker = null
      await worker.terminate()
    }
    throw this.#error(reply.error)
  }

  #verdictOf(value: unknown): Verdict {
    const given = typeof value === 'boolean' ? Number(value) : value
    const { score, readable } = (
      typeof given === 'number' ? { score: given, readable: true } : (given ?? {})
    ) as Partial<Verdict>
    if (typeof score === 'number' && score >= 0 && score <= 1 && typeof readable === 'boolean')
      return { score, readable }
    throw this.#error(
      `gives ${JSON.stringify(value)}, which is no verdict; give { score, readable } with a score in [0, 1]`,
    )
  }

  async #stop(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = null
  }

  #error(what: string): UserError {
    return new UserError(`Verifier '${this.#path}' ${what}.`)
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
