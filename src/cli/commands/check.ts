import { UserError } from '../../core/index.ts'
import { checkOptions, type CheckFlags } from '../check/flags.ts'
import { holdJournal } from '../check/journal.ts'
import { loadSystem } from '../check/load.ts'
import { tellReplay } from '../check/replay.ts'
import { watchCheck } from '../check/watch.ts'
import type { Terminal } from '../terminal.ts'
import { listProtocols } from './list.ts'

/** What --journal is held to when no protocol is named: what scenarios play are matches. */
const PLAYED = 'match'

/** Flags that do not ask for a check. */
const BESIDE = new Set(['json', 'verbose', 'symmetry', 'reduce'])

/** Checks a protocol, tells a run again or holds a journal to it. Returns the exit code. */
export async function checkCommand(
  nameOrPath: string | undefined,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const { replay, step, journal } = flags
  if (step === true && replay === undefined)
    throw new UserError('--step goes through a run that is told again: say which with --replay TOKEN.')
  if (journal !== undefined) {
    const { system } = await loadSystem(nameOrPath ?? PLAYED)
    return holdJournal(system, journal, flags, terminal)
  }
  if (nameOrPath === undefined) {
    const said = Object.keys(flags).find((flag) => !BESIDE.has(flag))
    if (said !== undefined)
      throw new UserError("Say which protocol to check: 'coevo check' alone lists those that ship.")
    await listProtocols(flags.json === true, terminal)
    return 0
  }
  const { system, url } = await loadSystem(nameOrPath)
  if (replay !== undefined) return tellReplay(system, replay, flags, terminal)
  return watchCheck({ name: nameOrPath, system, options: checkOptions(flags, url) }, flags, terminal)
}
