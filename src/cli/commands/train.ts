import type { RunResult, RunSettings } from '../../scenario/index.ts'
import { openDisplay } from '../progress/display.ts'
import { summary } from '../summary.ts'
import type { Terminal } from '../terminal.ts'

/** A second interrupt counts from this many milliseconds on: npm passes Ctrl-C on a second time at once. */
const SECOND_INTERRUPT = 500

/**
 * Runs a scenario in view of the user: progress, interrupts, and the result.
 *
 * The first interrupt stops the run after its current step with a checkpoint, the second at once.
 * Returns the exit code.
 */
export async function train(
  terminal: Terminal,
  json: boolean,
  start: (settings: Required<Pick<RunSettings, 'signal' | 'onEvent'>>) => Promise<RunResult>,
): Promise<number> {
  const display = openDisplay(terminal)
  const stop = new AbortController()
  let exitCode = 0
  let interrupted = 0
  const release = terminal.onInterrupt((code) => {
    if (stop.signal.aborted) {
      if (terminal.now() - interrupted < SECOND_INTERRUPT) return
      display.close()
      terminal.exit(code)
      return
    }
    exitCode = code
    interrupted = terminal.now()
    stop.abort()
    display.stopping()
  })
  let result: RunResult
  try {
    result = await start({ signal: stop.signal, onEvent: (event) => display.show(event) })
  } finally {
    release()
    display.close()
  }
  if (!result.finished)
    terminal.err(`\nStopped at step ${result.steps}; go on with: coevo resume ${result.run}\n`)
  if (json) terminal.out(`${JSON.stringify(result)}\n`)
  else if (result.finished) terminal.out(summary(result))
  return result.finished ? 0 : exitCode
}
