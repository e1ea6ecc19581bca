import { fileURLToPath } from 'node:url'
import { UserError } from '../../core/index.ts'
import { tellDiagrams } from '../check/diagram.ts'
import { checkOptions, type CheckFlags } from '../check/flags.ts'
import { holdJournal } from '../check/journal.ts'
import { loadSystem, shippedSystems } from '../check/load.ts'
import { tellReplay } from '../check/replay.ts'
import { watchCheck } from '../check/watch.ts'
import type { Terminal } from '../terminal.ts'
import { listProtocols } from './list.ts'

/** Flags that do not ask for a check. */
const BESIDE = new Set(['json', 'verbose', 'symmetry', 'reduce', 'github'])

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
    const system = nameOrPath === undefined ? null : (await loadSystem(nameOrPath)).system
    const known = (await shippedSystems()).map((shipped) => shipped.system)
    const others = known.filter(({ name }) => name !== system?.name)
    return holdJournal(system, journal, flags, terminal, others)
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
  if (flags.diagram === true) return tellDiagrams(system, flags.json === true, terminal)
  const github = flags.github ?? (flags.json !== true && process.env['GITHUB_ACTIONS'] === 'true')
  const file = isPath(nameOrPath) ? { file: fileURLToPath(url) } : {}
  const checked = { name: nameOrPath, system, options: checkOptions(flags, url), ...file }
  return watchCheck(checked, { ...flags, github }, terminal)
}

/** True for the path of a file, not the name of a system that ships. */
function isPath(nameOrPath: string): boolean {
  return /[/.\\]/.test(nameOrPath)
}
