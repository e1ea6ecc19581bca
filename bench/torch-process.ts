import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Finds a Python that can import torch: $PYTHON, else python3 or python on the path. */
function pythonWithTorch(): string | undefined {
  const candidates = [process.env['PYTHON'], 'python3', 'python'].filter((name) => name !== undefined)
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0)
}

/** A rival in PyTorch: a Python process that answers one line of JSON with another. */
export class TorchProcess {
  readonly #script: string
  readonly #process: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  readonly #reader: Interface
  readonly #folder = mkdtempSync(join(tmpdir(), 'coevo-bench-'))
  /** PyTorch's own. */
  version = ''

  private constructor(python: string, script: URL, threads: number) {
    this.#script = fileURLToPath(script)
    this.#process = spawn(python, [this.#script, String(threads)], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stderr.resume()
    this.#reader = createInterface({ input: this.#process.stdout })
    this.#lines = this.#reader[Symbol.asyncIterator]()
  }

  /** Starts a script, which says `{ torch: version }` first; undefined where no Python imports torch. */
  static async start(script: URL, threads: number): Promise<TorchProcess | undefined> {
    const python = pythonWithTorch()
    if (python === undefined) return undefined
    const torch = new TorchProcess(python, script, threads)
    torch.version = ((await torch.#answer()) as { torch: string }).torch
    return torch
  }

  async ask(request: object): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    return this.#answer()
  }

  /** Writes arrays one after another where the script can read them, and returns the path. */
  file(name: string, ...arrays: readonly ArrayBufferView[]): string {
    const path = join(this.#folder, name)
    writeFileSync(path, Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))))
    return path
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
      throw new Error(`The PyTorch process ended; run ${basename(this.#script)} by hand to see why.`)
    return JSON.parse(value)
  }
}

/** Says which PyTorch is measured beside, and on what terms, or why none is. */
export function introduce(torch: TorchProcess | undefined, terms: string): string {
  return torch === undefined
    ? 'PyTorch: skipped, no Python that imports torch was found; set PYTHON to one'
    : `PyTorch ${torch.version}: ${terms}`
}
