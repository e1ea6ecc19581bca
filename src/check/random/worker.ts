import { parentPort, workerData } from 'node:worker_threads'
import { UserError } from '../../core/index.ts'
import type { System } from '../../system/index.ts'
import { World } from '../world.ts'
import { isEnough } from './gather.ts'
import { sample, type Block } from './sample.ts'
import type { ThreadReport, ThreadTask } from './threads.ts'

const { module, preload, scope, blocks, last, ...options } = workerData as ThreadTask
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
const tell = (report: ThreadReport) => parentPort!.postMessage(report)

try {
  for (const each of preload) await import(each)
  const { default: given } = (await import(module)) as { readonly default: System | (() => System) }
  const system = typeof given === 'function' ? given() : given
  const world = new World(system, scope)
  const made: Block[] = []
  await sample(world, {
    ...options,
    blocks,
    onBlock: async (block) => {
      made.push(block)
      tell({ kind: 'block', block })
      return block.block < Atomics.load(last, 0) && !isEnough(made, options.maxViolations)
    },
  })
  tell({ kind: 'done', reached: [...world.watches.reached] })
} catch (error) {
  const text = error instanceof Error ? error.message : String(error)
  tell({ kind: 'failed', error: text, isUserError: error instanceof UserError })
}
