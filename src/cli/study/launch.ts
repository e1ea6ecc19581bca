import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { UserError, type OptionValues } from '../../core/index.ts'
import type { RunEvent, RunResult } from '../../scenario/index.ts'

/** One run that a process of its own takes over. */
export interface Order {
  /** As on the command line: a name, or the path of a file. */
  readonly scenario: string
  readonly seed: number
  readonly options: OptionValues
  /** Where the folder of the run is made. */
  readonly out: string
  /** The folder of a run to go on with instead; null to begin. */
  readonly resume: string | null
  /** Goes on with it although the scenario's file has changed. */
  readonly changed: boolean
}

/** What that process says. */
export type Report =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'result'; readonly result: RunResult }
  | { readonly type: 'failed'; readonly message: string; readonly mistake: boolean }

/** What it is told: the order, and later to stop after its step. */
export type Instruction = { readonly type: 'begin'; readonly order: Order } | { readonly type: 'stop' }

/** How a study has a run done. */
export type Launch = (
  order: Order,
  settings: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
) => Promise<RunResult>

const CHILD = new URL(`./child${extname(import.meta.url)}`, import.meta.url)
/** How much of what a process wrote before it broke down is kept. */
const TAIL = 4000

/** Does a run in a process of its own, which stops with a checkpoint when this one ends. */
export const inProcess: Launch = (order, { signal, onEvent }) =>
  new Promise((resolve, reject) => {
    const child = fork(CHILD, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const tell = (instruction: Instruction) => child.connected && child.send(instruction)
    const stop = () => tell({ type: 'stop' })
    let written = ''
    child.stderr?.on('data', (data: Buffer) => (written = (written + data.toString()).slice(-TAIL)))
    child.on('message', (report: Report) => {
      if (report.type === 'event') onEvent(report.event)
      else if (report.type === 'result') resolve(report.result)
      else reject(report.mistake ? new UserError(report.message) : new Error(report.message))
    })
    child.on('error', reject)
    // After a result this is too late to change anything.
    child.on('exit', (code, killed) => {
      signal.removeEventListener('abort', stop)
      const how = killed === null ? `with exit code ${code}` : `by ${killed}`
      reject(new Error(`its process ended ${how}: ${written.trim() || 'it said nothing'}`))
    })
    signal.addEventListener('abort', stop)
    tell({ type: 'begin', order })
    if (signal.aborted) stop()
  })
