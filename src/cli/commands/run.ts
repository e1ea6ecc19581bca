import { loadScenario, resume, run } from '../../scenario/index.ts'
import { findRun, readHeader, type Recording } from '../../store/index.ts'
import { requireSound } from '../audit/require-sound.ts'
import { parseSet } from '../set.ts'
import type { Terminal } from '../terminal.ts'
import { tournamentCommand } from './tournament.ts'
import { train, type TrainFlags } from './train.ts'

export interface RunFlags extends TrainFlags {
  readonly seed: number
  readonly set: readonly string[]
  readonly out: string
  readonly concurrency?: number
  readonly record?: Recording
}

/** Runs a scenario from its first step. Returns the exit code. */
export async function runCommand(nameOrPath: string, flags: RunFlags, terminal: Terminal): Promise<number> {
  const options = parseSet(flags.set)
  const { seed, out } = flags
  const loaded = await loadScenario(nameOrPath)
  if (loaded.source !== null) await requireSound(loaded.source, { kind: 'scenario', options, seed })
  return train(terminal, flags, (settings) =>
    run(loaded.scenario, { ...loaded, seed, options, out, ...settingsOf(flags), ...settings }),
  )
}

export interface ResumeFlags extends Pick<RunFlags, 'concurrency' | 'record' | 'events' | 'json'> {
  readonly changed?: true
  readonly from?: number
}

/** Goes on with a run or a tournament that was stopped or killed. Returns the exit code. */
export async function resumeCommand(path: string, flags: ResumeFlags, terminal: Terminal): Promise<number> {
  const folder = findRun(path)
  const { scenario: name, source } = readHeader(folder)
  if (name === 'tournament') {
    const { concurrency, changed, json } = flags
    return tournamentCommand(
      {
        game: [],
        agents: [],
        resume: folder,
        ...(concurrency !== undefined && { concurrency }),
        ...(changed && { changed }),
        ...(json && { json }),
      },
      terminal,
    )
  }
  const { scenario, code } = await loadScenario(source ?? name)
  const { changed = false, from } = flags
  return train(terminal, flags, (settings) =>
    resume(scenario, { folder, code, changed, from, ...settingsOf(flags), ...settings }),
  )
}

function settingsOf({ concurrency, record }: Pick<RunFlags, 'concurrency' | 'record'>) {
  return { ...(concurrency !== undefined && { concurrency }), ...(record !== undefined && { record }) }
}
