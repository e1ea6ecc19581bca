import { checkProtocol, type CheckOptions, type System } from '../../check/index.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import { openCheckDisplay } from './display.ts'
import type { CheckFlags } from './flags.ts'
import { resultJson, resultText, writeReport } from './result.ts'

/** What is checked: the system, as the user named it, and how. */
export interface Checked {
  readonly name: string
  readonly system: System
  readonly options: CheckOptions
}

/**
 * Checks a system in view of the user: progress, interrupts, and what it came to.
 *
 * An interrupt ends the check with what was covered until then. Returns the exit code.
 */
export async function watchCheck(
  { name, system, options }: Checked,
  { json, report }: Pick<CheckFlags, 'json' | 'report'>,
  terminal: Terminal,
  check: typeof checkProtocol = checkProtocol,
): Promise<number> {
  const begin = terminal.now()
  const display = openCheckDisplay(terminal, system.name, options.runs)
  const interrupts = stopAtInterrupt(terminal, { second: () => display.close() })
  let result
  try {
    const { signal } = interrupts
    result = await check(system, { ...options, signal, onProgress: (progress) => display.show(progress) })
  } finally {
    interrupts.release()
    display.close()
  }
  const seconds = (terminal.now() - begin) / 1000
  if (json) terminal.out(`${JSON.stringify(resultJson(result, name, seconds))}\n`)
  else terminal.out(resultText(result, name, terminal.page()))
  if (report !== undefined) {
    writeReport(report, result, name)
    terminal.err(`The report is in ${report}.\n`)
  }
  return result.violations.length > 0 ? 1 : interrupts.exitCode
}
