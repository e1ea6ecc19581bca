import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { adam, startOf, type Size } from './graph.ts'

/** Finds a Python that can import torch: $PYTHON, else python3 or python on the path. */
export function pythonWithTorch(): string | undefined {
  const candidates = [process.env['PYTHON'], 'python3', 'python'].filter((name) => name !== undefined)
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0)
}

export interface TorchSteps {
  /** Milliseconds of each step. */
  readonly times: readonly number[]
  /** The loss before each step. */
  readonly losses: readonly number[]
}

/** The rival process: it holds one training run for each size and form, and takes steps on demand. */
export class Torch {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  readonly #reader: Interface
  readonly #folder = mkdtempSync(join(tmpdir(), 'coevo-train-step-'))
  readonly #described = new Map<string, object>()
  version = ''

  private constructor(python: string, threads: number) {
    const script = new URL('train_step.py', import.meta.url).pathname
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

  async steps(size: Size, compiled: boolean, count: number): Promise<TorchSteps> {
    const request = { size: this.#describe(size), compiled, steps: count }
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    return (await this.#answer()) as TorchSteps
  }

  stop(): void {
    this.#process.stdin.end()
    this.#reader.close()
    this.#process.kill()
    rmSync(this.#folder, { recursive: true })
  }

  async #answer(): Promise<unknown> {
    const { value, done } = await this.#lines.next()
    if (done === true)
      throw new Error('train-step: the PyTorch process ended; run train_step.py by hand to see why.')
    return JSON.parse(value)
  }

  #describe(size: Size): object {
    const known = this.#described.get(size.name)
    if (known !== undefined) return known
    const { weights, tokens, targets } = startOf(size)
    const file = (name: string, ...arrays: readonly ArrayBufferView[]) => {
      const path = join(this.#folder, `${size.config.width}-${name}`)
      writeFileSync(path, Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))))
      return path
    }
    const { name, config, batch, length } = size
    const files = { weights: file('weights', weights), data: file('data', tokens, targets) }
    const described = { name, ...config, batch, length, adam, ...files }
    this.#described.set(name, described)
    return described
  }
}
