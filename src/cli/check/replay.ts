import { describeCause, deviationsOf, replay, sequenceDiagram, type System } from '../../check/index.ts'
import { painter } from '../paint.ts'
import type { Terminal } from '../terminal.ts'
import type { CheckFlags } from './flags.ts'
import { describeScope } from './scope.ts'
import { tell } from './tell.ts'

/** Tells a recorded run step by step, and what broke at its end. Returns the exit code. */
export async function tellReplay(
  system: System,
  token: string,
  { json, step }: Pick<CheckFlags, 'json' | 'step'>,
  terminal: Terminal,
): Promise<number> {
  const { trace, cause, scope } = replay(system, token)
  const deviations = deviationsOf(trace)
  const summary = cause === null ? null : describeCause(cause)
  const exitCode = cause === null ? 0 : 1
  if (json) {
    const diagram = sequenceDiagram(trace)
    terminal.out(
      `${JSON.stringify({ system: system.name, token, scope, cause, summary, deviations, diagram, trace })}\n`,
    )
    return exitCode
  }
  const page = terminal.page()
  const paint = painter(page.color)
  const waits = step === true && terminal.interactive
  terminal.out(
    `\n  ${paint('bold', system.name)}  ${system.title}\n  ${paint('dim', describeScope(scope))}\n\n`,
  )
  const passages = tell(trace, deviations, page)
  for (const [index, lines] of passages.entries()) {
    terminal.out(`${lines.join('\n')}\n\n`)
    if (!waits || index === passages.length - 1) continue
    const answer = await terminal.ask(
      `  Enter for the next step, q to quit (${index} of ${trace.steps.length}) `,
    )
    if (answer === null || answer.trim().startsWith('q')) return exitCode
  }
  terminal.out(
    summary === null
      ? `  ${paint(['bold', 'green'], 'Nothing breaks in this run.')}\n`
      : `  ${paint(['bold', 'red'], summary)}\n`,
  )
  return exitCode
}
