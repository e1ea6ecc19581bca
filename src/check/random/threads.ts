import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { UserError } from '../../core/index.ts'
import type { CheckOptions } from '../check.ts'
import { keyOf } from '../explore.ts'
import type { Coverage, Scope } from '../result.ts'
import type { Sample, Sampled } from './sample.ts'

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
  /** One number: not 0 once the thread is to stop. */
  readonly stop: Int32Array
}

/** What a thread says. */
export type ThreadReport =
  | { readonly kind: 'progress'; readonly sampled: Sampled }
  | {
      readonly kind: 'done'
      readonly sample: Sample
      readonly coverage: Coverage
      /** Monitors whose goal was reached, by place. */
      readonly reached: readonly number[]
    }
  | { readonly kind: 'failed'; readonly error: string; readonly isUserError: boolean }

const WORKER = new URL(`./worker${extname(import.meta.url)}`, import.meta.url)

/** Shares random runs out among threads. What is found does not depend on how many there are. */
export async function sampleOnThreads(
  scope: Scope,
  options: CheckOptions,
  blocks: number,
  onProgress: (sampled: Omit<Sampled, 'undecided'>) => void,
): Promise<Sample & { readonly coverage: Coverage; readonly reached: ReadonlySet<number> }> {
  const { threads = 1, module, seed = 1, runs = 10_000, maxSteps = 1000, maxViolations = 1 } = options
  if (module === undefined)
    throw new UserError('More than one thread needs `module`: the URL of the file that exports the system.')
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const halt = () => void Atomics.store(stop, 0, 1)
  if (options.signal?.aborted === true) halt()
  else options.signal?.addEventListener('abort', halt, { once: true })
  const latest: Sampled[] = []
  const reports = await Promise.all(
    Array.from({ length: Math.min(threads, blocks) }, (_, thread) => {
      const mine = Array.from({ length: blocks }, (_, block) => block).filter(
        (block) => block % threads === thread,
      )
      const task = {
        module,
        preload: options.preload ?? [],
        scope,
        seed,
        runs,
        maxSteps,
        maxViolations,
        blocks: mine,
        stop,
      }
      return onThread(task, (sampled) => {
        latest[thread] = sampled
        onProgress(sum(Object.values(latest)))
      })
    }),
  )
  const found = reports.flatMap(({ sample }) => sample.findings).toSorted((a, b) => a.run - b.run)
  const findings = [...Map.groupBy(found, ({ cause }) => keyOf(cause)).values()].map(([first]) => first!)
  return {
    ...sum(reports.map(({ sample }) => sample)),
    findings: findings.slice(0, maxViolations),
    coverage: reports.map(({ coverage }) => coverage).reduce(addCoverage),
    reached: new Set(reports.flatMap(({ reached }) => reached)),
  }
}

function onThread(
  task: ThreadTask,
  onProgress: (sampled: Sampled) => void,
): Promise<Extract<ThreadReport, { kind: 'done' }>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: task })
    worker.on('message', (report: ThreadReport) => {
      if (report.kind === 'progress') return onProgress(report.sampled)
      void worker.terminate()
      if (report.kind === 'done') resolve(report)
      else reject(report.isUserError ? new UserError(report.error) : new Error(report.error))
    })
    worker.on('error', reject)
  })
}

function sum(samples: readonly Sampled[]): Sampled {
  const total = (field: keyof Sampled) => samples.reduce((sum, sample) => sum + sample[field], 0)
  return {
    runs: total('runs'),
    transitions: total('transitions'),
    undecided: total('undecided'),
    depth: Math.max(0, ...samples.map(({ depth }) => depth)),
  }
}

function addCoverage(a: Coverage, b: Coverage): Coverage {
  const add = (left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(left), ...Object.keys(right)])].map((name) => [
        name,
        (left[name] ?? 0) + (right[name] ?? 0),
      ]),
    )
  const roles = Object.keys(a.states)
  return {
    states: Object.fromEntries(roles.map((role) => [role, add(a.states[role]!, b.states[role]!)])),
    messages: add(a.messages, b.messages),
    faults: add(a.faults, b.faults),
    outcomes: add(a.outcomes, b.outcomes),
    timers: add(a.timers, b.timers),
    warnings: a.warnings.filter((warning) => b.warnings.includes(warning)),
  }
}
