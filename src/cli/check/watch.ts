import { checkProtocol, replayCommand, type CheckOptions, type System } from '../../check/index.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import { openCheckDisplay } from './display.ts'
import type { CheckFlags } from './flags.ts'
import { githubAnnotations } from './github.ts'
import { resultJson, resultText, writeJunit, writeReport } from './result.ts'

/** What is checked: the system, as the user named it, and how. */
export interface Checked {
  readonly name: string
  readonly system: System
  readonly options: CheckOptions
  /** The file of the system; left out for one that ships. */
  readonly file?: string
}

/**
 * Checks a system in view of the user: progress, interrupts, and what it came to.
 *
 * An interrupt ends the check with what was covered until then. Returns the exit code.
 */
export async function watchCheck(
  { name, system, options, file }: Checked,
  {
    json,
    report,
    junit,
    github,
    maxTime,
  }: Pick<CheckFlags, 'json' | 'report' | 'junit' | 'github' | 'maxTime'>,
  terminal: Terminal,
  check: typeof checkProtocol = checkProtocol,
): Promise<number> {
  const begin = terminal.now()
  const display = openCheckDisplay(terminal, system.name, options.runs)
  const interrupts = stopAtInterrupt(terminal, { second: () => display.close() })
  let result
  try {
    const limits = maxTime === undefined ? [] : [AbortSignal.timeout(maxTime * 1000)]
    const signal = AbortSignal.any([interrupts.signal, ...limits])
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
  if (junit !== undefined) {
    writeJunit(junit, result, { name, system, seconds })
    terminal.err(`The JUnit report is in ${junit}.\n`)
  }
  if (github === true) {
    const annotations = githubAnnotations(result, { file: file ?? null, replay: replayCommand(name) })
    if (json) terminal.err(annotations)
    else terminal.out(annotations)
  }
  return result.violations.length > 0 ? 1 : interrupts.exitCode
}
