import type { RunEvent, RunResult, RunSettings } from '../../scenario/index.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import { openDisplay } from '../progress/display.ts'
import { summary } from '../summary.ts'
import type { Terminal } from '../terminal.ts'

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
  const interrupts = stopAtInterrupt(terminal, {
    first: () => display.stopping(),
    second: () => display.close(),
    later: true,
  })
  const onEvent = (event: RunEvent) => {
    // Before there is a run to stop, an interrupt is to end everything, even a loop in the scenario's file.
    if (event.type === 'start') interrupts.listen()
    display.show(event)
  }
  let result: RunResult
  try {
    result = await start({ signal: interrupts.signal, onEvent })
  } finally {
    interrupts.release()
    display.close()
  }
  if (!result.finished)
    terminal.err(`\nStopped at step ${result.steps}; go on with: coevo resume ${result.run}\n`)
  if (json) terminal.out(`${JSON.stringify(result)}\n`)
  else if (result.finished) terminal.out(summary(result))
  return result.finished ? 0 : interrupts.exitCode
}
