import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { newTokens, promptLength, weightsOf, type Size } from './workload.ts'

/** The rival process: it holds the decoders, and samples on demand. */
export class Torch {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  readonly #reader: Interface
  readonly #folder = mkdtempSync(join(tmpdir(), 'coevo-decode-'))
  readonly #described = new Map<string, object>()
  version = ''

  private constructor(python: string, threads: number) {
    const script = new URL('decode.py', import.meta.url).pathname
    this.#process = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stderr.resume()
    this.#reader = createInterface({ input: this.#process.stdout })
    this.#lines = this.#reader[Symbol.asyncIterator]()
  }

  static async start(python: string, threads: number): Promise<Torch> {
    const torch = new Torch(python, threads)
    torch.version = ((await torch.#answer()) as { torch: string }).torch
    return torch
  }

  /** Milliseconds of each round of sampling for a batch of prompts. */
  async sample(size: Size, batch: number, rounds: number): Promise<readonly number[]> {
    const asked = { batch, rounds, prompt: promptLength }
    return ((await this.#ask(size, asked)) as { times: number[] }).times
  }

  async greedy(size: Size, prompts: readonly (readonly number[])[]): Promise<readonly (readonly number[])[]> {
    const asked = { batch: prompts.length, greedy: prompts }
    return ((await this.#ask(size, asked)) as { tokens: number[][] }).tokens
  }

  stop(): void {
    this.#process.stdin.end()
    this.#reader.close()
    this.#process.kill()
    rmSync(this.#folder, { recursive: true })
  }

  async #ask(size: Size, request: object): Promise<unknown> {
    this.#process.stdin.write(
      `${JSON.stringify({ size: this.#describe(size), count: newTokens, ...request })}\n`,
    )
    return this.#answer()
  }

  async #answer(): Promise<unknown> {
    const { value, done } = await this.#lines.next()
    if (done === true) throw new Error('decode: the PyTorch process ended; run decode.py by hand to see why.')
    return JSON.parse(value)
  }

  #describe(size: Size): object {
    const known = this.#described.get(size.name)
    if (known !== undefined) return known
    const weights = join(this.#folder, String(size.config.width))
    writeFileSync(weights, new Uint8Array(weightsOf(size).buffer))
    const described = { name: size.name, ...size.config, capacity: promptLength + newTokens, weights }
    this.#described.set(size.name, described)
    return described
  }
}
