import { parentPort, workerData } from 'node:worker_threads'
import { UserError } from '../../core/index.ts'
import { coverageOf } from '../coverage.ts'
import type { System } from '../system.ts'
import { World } from '../world.ts'
import { sample } from './sample.ts'
import type { ThreadReport, ThreadTask } from './threads.ts'

const { module, preload, scope, blocks, ...options } = workerData as ThreadTask
const tell = (report: ThreadReport) => parentPort!.postMessage(report)

try {
  for (const each of preload) await import(each)
  const { default: system } = (await import(module)) as { readonly default: System }
  const world = new World(system, scope)
  const found = await sample(world, {
    ...options,
    blocks,
    onProgress: (sampled) => Promise.resolve(tell({ kind: 'progress', sampled })),
  })
  tell({ kind: 'done', sample: found, coverage: coverageOf(world), reached: [...world.watches.reached] })
} catch (error) {
  const text = error instanceof Error ? error.message : String(error)
  tell({ kind: 'failed', error: text, isUserError: error instanceof UserError })
}
