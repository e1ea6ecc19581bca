import { writeSync } from 'node:fs'
import { messageOf, UserError } from '../../core/index.ts'
import { loadScenario, resume, run, type RunEvent } from '../../scenario/index.ts'
import { leaveLastWords } from '../last-words.ts'
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

async function take({
  scenario: nameOrPath,
  seed,
  options,
  out,
  resume: folder,
  changed,
}: Order): Promise<void> {
  const settings = { signal: stop.signal, onEvent }
  try {
    const { scenario, source, code } = await loadScenario(nameOrPath)
    const result =
      folder === null
        ? await run(scenario, {
            seed,
            options,
            out,
            source,
            code,
            name: `${scenario.name}-${seed}`,
            ...settings,
          })
        : await resume(scenario, { folder, code, changed, ...settings })
    await tell({ type: 'result', result })
  } catch (error) {
    await tell({ type: 'failed', message: messageOf(error), mistake: error instanceof UserError })
  }
  words.done()
  if (process.connected) process.disconnect()
}

// Its parent reads standard error, and tells what it ends with.
const words = leaveLastWords((sentence) => writeSync(2, `${sentence}\n`))
resolveFromCoevo()
// Ctrl-C reaches every process of the terminal; what it means the parent says.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => stop.abort())
process.on('disconnect', () => stop.abort())
process.on('message', (instruction: Instruction) => {
  if (instruction.type !== 'begin') return stop.abort()
  void take(instruction.order)
  // Its parent may still speak, and is no reason to live on when all else has ended.
  process.channel?.unref()
})
