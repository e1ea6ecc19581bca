import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { UserError } from '../../core/index.ts'
import type { CheckOptions } from '../check.ts'
import type { Scope } from '../result.ts'
import { addSampled, isEnough } from './gather.ts'
import type { Block, Sampled } from './sample.ts'

/** What a thread is asked to do: every n-th block of runs. */
export interface ThreadTask {
  readonly module: string
  readonly preload: readonly string[]
  readonly scope: Scope
  readonly seed: number
  readonly runs: number
  readonly maxSteps: number
  readonly maxViolations: number
  readonly blocks: readonly number[]
  /** One number: of the block after which none is wanted any more. */
  readonly last: Int32Array
}

/** What a thread says. */
export type ThreadReport =
  | { readonly kind: 'block'; readonly block: Block }
  /** `reached`: monitors whose goal was reached, by place. */
  | { readonly kind: 'done'; readonly reached: readonly number[] }
  | { readonly kind: 'failed'; readonly error: string; readonly isUserError: boolean }

const WORKER = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Shares random runs out among threads. What is found does not depend on how many there are. */
export async function sampleOnThreads(
  scope: Scope,
  options: CheckOptions,
  blocks: number,
  onProgress: (sampled: Sampled) => void,
): Promise<{ readonly made: readonly Block[]; readonly reached: ReadonlySet<number> }> {
  const { threads = 1, module, seed = 1, runs = 10_000, maxSteps = 1000, maxViolations = 1 } = options
  if (module === undefined)
    throw new UserError('More than one thread needs `module`: the URL of the file that exports the system.')
  const last = new Int32Array(new SharedArrayBuffer(4)).fill(blocks)
  const halt = () => void Atomics.store(last, 0, -1)
  if (options.signal?.aborted === true) halt()
  else options.signal?.addEventListener('abort', halt, { once: true })
  const made: Block[] = []
  let sampled: Sampled = { runs: 0, transitions: 0, depth: 0, undecided: 0 }
  const take = (block: Block) => {
    made.push(block)
    sampled = addSampled(sampled, block)
    onProgress(sampled)
    if (isEnough([block], maxViolations) && block.block < Atomics.load(last, 0))
      Atomics.store(last, 0, block.block)
  }
  const reached = await Promise.all(
    Array.from({ length: Math.min(threads, blocks) }, (_, thread) => {
      const mine = Array.from({ length: blocks }, (_, block) => block).filter(
        (block) => block % threads === thread,
      )
      const preload = options.preload ?? []
      return onThread(
        { module, preload, scope, seed, runs, maxSteps, maxViolations, blocks: mine, last },
        take,
      )
    }),
  )
  return { made, reached: new Set(reached.flat()) }
}

function onThread(task: ThreadTask, onBlock: (block: Block) => void): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: task })
    worker.on('message', (report: ThreadReport) => {
      if (report.kind === 'block') return onBlock(report.block)
      void worker.terminate()
      if (report.kind === 'done') resolve(report.reached)
      else reject(report.isUserError ? new UserError(report.error) : new Error(report.error))
    })
    worker.on('error', reject)
  })
}
