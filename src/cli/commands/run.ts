import { loadScenario, resume, run } from '../../scenario/index.ts'
import { findRun, readHeader } from '../../store/index.ts'
import { requireSound } from '../audit/require-sound.ts'
import { parseSet } from '../set.ts'
import type { Terminal } from '../terminal.ts'
import { tournamentCommand } from './tournament.ts'
import { train } from './train.ts'

export interface RunFlags {
  readonly seed: number
  readonly set: readonly string[]
  readonly out: string
  readonly concurrency?: number
  readonly json?: true
}

/** Runs a scenario from its first step. Returns the exit code. */
export async function runCommand(nameOrPath: string, flags: RunFlags, terminal: Terminal): Promise<number> {
  const options = parseSet(flags.set)
  const { seed, out } = flags
  const loaded = await loadScenario(nameOrPath)
  if (loaded.source !== null) await requireSound(loaded.source, { kind: 'scenario', options, seed })
  return train(terminal, flags.json === true, (settings) =>
    run(loaded.scenario, { ...loaded, seed, options, out, ...concurrencyOf(flags), ...settings }),
  )
}

export interface ResumeFlags extends Pick<RunFlags, 'concurrency' | 'json'> {
  readonly changed?: true
  readonly from?: number
}

/** Goes on with a run or a tournament that was stopped or killed. Returns the exit code. */
export async function resumeCommand(path: string, flags: ResumeFlags, terminal: Terminal): Promise<number> {
  const folder = findRun(path)
  const { scenario: name, source } = readHeader(folder)
  if (name === 'tournament')
    return tournamentCommand({ game: [], agents: [], resume: folder, ...flags }, terminal)
  const { scenario, code } = await loadScenario(source ?? name)
  const { changed = false, from } = flags
  return train(terminal, flags.json === true, (settings) =>
    resume(scenario, { folder, code, changed, from, ...concurrencyOf(flags), ...settings }),
  )
}

function concurrencyOf({ concurrency }: Pick<RunFlags, 'concurrency'>) {
  return concurrency === undefined ? {} : { concurrency }
}
