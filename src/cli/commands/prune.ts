import { Option, type Command } from 'commander'
import { oneLine, UserError } from '../../core/index.ts'
import { findRun, pruneRun, readHeader, type Pruned } from '../../store/index.ts'
import { wholeNumber } from '../number.ts'
import { many, size } from '../run-view/format.ts'
import type { Terminal } from '../terminal.ts'

export interface PruneFlags {
  readonly keep?: 'sample' | 'none'
  readonly checkpoints?: number
  readonly json?: true
}

/** Declares `coevo prune`. */
export function declarePrune(command: (usage: string, description: string) => Command): Command {
  return command(
    'prune <runs...>',
    'Remove recorded sessions or older checkpoints of runs; metrics and digest stay, and they can go on.',
  )
    .addOption(
      new Option('--keep <which>', 'the recorded sessions that stay: a few of each step, or none').choices([
        'sample',
        'none',
      ]),
    )
    .option('--checkpoints <n>', "how many checkpoints stay, the newest ones; 'last' is 1", (text) =>
      text === 'last' ? 1 : wholeNumber(1, 1e6)(text),
    )
}

/**
 * Prunes runs and says what was removed.
 *
 * @throws UserError when it is not said what is to go, and for a run that is damaged or in use.
 */
export function pruneCommand(
  paths: readonly string[],
  { keep, checkpoints, json }: PruneFlags,
  terminal: Terminal,
): void {
  if (keep === undefined && checkpoints === undefined)
    throw new UserError(
      'Say what is to stay: --keep sample or --keep none for recorded sessions, --checkpoints last for checkpoints.',
    )
  // Every name is looked at before anything is removed.
  const folders = paths.map(findRun)
  const tournament = folders.find((run) => readHeader(run).scenario === 'tournament')
  if (keep !== undefined && tournament !== undefined)
    throw new UserError(
      `'${tournament}' is a tournament, whose ratings are counted from its matches: leave --keep out for it.`,
    )
  const done = folders.map((run) => ({ run, ...pruneRun(run, { keep, checkpoints }) }))
  if (json === true) return terminal.out(`${JSON.stringify({ runs: done })}\n`)
  for (const { run, ...pruned } of done) terminal.out(`${oneLine(run)}: ${removed(pruned)}\n`)
}

function removed({ sessions, journals, checkpoints, before, after }: Pruned): string {
  const parts = [
    ...(sessions > 0 ? [many(sessions, 'session')] : []),
    ...(journals > 0 ? [`the messages of ${many(journals, 'session')}`] : []),
    ...(checkpoints > 0 ? [many(checkpoints, 'checkpoint')] : []),
  ]
  const what = parts.length === 0 ? 'nothing to remove' : `removed ${parts.join(', ')}`
  return `${what}; ${size(Math.max(0, before - after))} freed, ${size(after)} left`
}
