import { UserError } from '../../core/index.ts'
import { loadScenario, resume, run, type RunEvent } from '../../scenario/index.ts'
import { resolveFromCoevo } from '../resolve.ts'
import type { Instruction, Order, Report } from './launch.ts'

// Does one run of a study in a process of its own, and tells its parent how it goes.

/** Milliseconds between two reports of steps. */
const OFTEN = 80

const stop = new AbortController()
let told = -Infinity

const tell = (report: Report) =>
  new Promise<void>((resolve) => {
    if (process.connected) process.send!(report, undefined, {}, () => resolve())
    else resolve()
  })

const onEvent = (event: RunEvent) => {
  const often = event.type === 'step' || event.type === 'preparing'
  if (often && performance.now() - told < OFTEN) return
  if (often) told = performance.now()
  void tell({ type: 'event', event })
}

async function take({ scenario: nameOrPath, seed, options, out, resume: folder }: Order): Promise<void> {
  const settings = { signal: stop.signal, onEvent }
  try {
    const { scenario, source } = await loadScenario(nameOrPath)
    const result =
      folder === null
        ? await run(scenario, { seed, options, out, source, ...settings })
        : await resume(scenario, { folder, ...settings })
    await tell({ type: 'result', result })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await tell({ type: 'failed', message, mistake: error instanceof UserError })
  }
  if (process.connected) process.disconnect()
}

resolveFromCoevo()
// Ctrl-C reaches every process of the terminal; what it means the parent says.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => stop.abort())
process.on('disconnect', () => stop.abort())
process.on('message', (instruction: Instruction) => {
  if (instruction.type === 'begin') void take(instruction.order)
  else stop.abort()
})
