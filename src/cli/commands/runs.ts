import type { Command } from 'commander'
import { oneLine } from '../../core/index.ts'
import { outlinesIn } from '../../report/index.ts'
import { runsText } from '../run-view/list.ts'
import type { Terminal } from '../terminal.ts'

/** Declares `coevo runs`. */
export function declareRuns(command: (usage: string, description: string) => Command): Command {
  return command(
    'runs [dir]',
    'List the runs in a folder, those of studies too: how each stands, and what it came to.',
  )
}

/** Lists the runs in a folder. */
export function runsCommand(
  dir: string | undefined,
  { json }: { readonly json?: true },
  terminal: Terminal,
): void {
  const root = dir ?? 'runs'
  const found = outlinesIn(root)
  if (json === true) return terminal.out(`${JSON.stringify({ folder: root, runs: found })}\n`)
  if (found.length === 0)
    return terminal.out(
      `There are no runs in '${oneLine(root)}'. Make one with: coevo run kuhn-equilibrium\n`,
    )
  terminal.out(runsText(found, terminal.time(), terminal.page()))
}
