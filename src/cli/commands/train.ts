import { UserError } from '../../core/index.ts'
import type { RunEvent, RunResult, RunSettings } from '../../scenario/index.ts'
import { openEvents, STANDARD_OUTPUT } from '../events.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import { nextSteps } from '../next-steps.ts'
import { openDisplay } from '../progress/display.ts'
import { summary } from '../summary.ts'
import type { Terminal } from '../terminal.ts'

export interface TrainFlags {
  /** A file, or '-': where the events go as NDJSON. */
  readonly events?: string
  readonly json?: true
}

/**
 * Runs a scenario in view of the user: progress, interrupts, and the result.
 *
 * The first interrupt stops the run after its current step with a checkpoint, the second at once.
 * Returns the exit code.
 */
export async function train(
  terminal: Terminal,
  { events, json }: TrainFlags,
  start: (settings: Required<Pick<RunSettings, 'signal' | 'onEvent'>>) => Promise<RunResult>,
): Promise<number> {
  const busy = events === STANDARD_OUTPUT
  if (busy && json === true)
    throw new UserError(
      '--json and --events - would both write to standard output: name a file with --events, or leave --json out.',
    )
  const log = openEvents(events, terminal)
  const display = openDisplay(terminal)
  const interrupts = stopAtInterrupt(terminal, {
    first: () => display.stopping(),
    second: () => display.close(),
    later: true,
  })
  let result: RunResult
  let worked = false
  const onEvent = (event: RunEvent) => {
    worked = true
    // Before there is a run to stop, an interrupt is to end everything, even a loop in the scenario's file.
    if (event.type === 'start') interrupts.listen()
    display.show(event)
    log.write(event)
  }
  try {
    result = await start({ signal: interrupts.signal, onEvent })
  } finally {
    interrupts.release()
    display.close()
    log.close()
  }
  if (!result.finished)
    terminal.err(`\nStopped at step ${result.steps}; go on with: coevo resume ${result.run}\n`)
  if (json === true) terminal.out(`${JSON.stringify(result)}\n`)
  else if (result.finished) {
    const text = summary(result, { stored: !worked }) + (await nextSteps(result))
    if (busy) terminal.err(text)
    else terminal.out(text)
  }
  return result.finished ? 0 : interrupts.exitCode
}
