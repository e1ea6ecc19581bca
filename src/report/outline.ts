import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { OptionValues } from '../core/index.ts'
import {
  isRunFolder,
  measureFolder,
  readHeader,
  readRun,
  readState,
  type RecordedRun,
  type RunHeader,
  type RunState,
} from '../store/index.ts'
import { courseOf, type HeadlineCourse } from './course.ts'

/** A run in a few words. */
export interface RunOutline {
  /** Its folder. */
  readonly run: string
  readonly scenario: string
  readonly seed: number
  /** Those that differ from the scenario's defaults; null where the run, of version 0.1, does not say which do. */
  readonly set: OptionValues | null
  readonly state: RunState
  /** Why it failed. */
  readonly failure: string | null
  /** Steps done, and to be done where that is known. */
  readonly step: number
  readonly steps: number | null
  /** How the metric went that the scenario follows; null where it was never measured. */
  readonly headline: HeadlineCourse | null
  /** Of the whole folder. */
  readonly bytes: number
  /** When it was last written to, in milliseconds since 1970. */
  readonly modified: number
}

/** A folder that was a run, and what is the matter with it. */
export interface DamagedRun {
  readonly run: string
  readonly damage: string
}

/** Tells of a run what a list of runs shows. @throws UserError when it is damaged. */
export function outlineOf(folder: string): RunOutline {
  const header = readHeader(folder)
  // A list of many runs has no time to check every page of all of them.
  return readRun(folder, (run) => outlineFrom(folder, header, run), { checked: false })
}

/** Tells it of a run that is open. */
export function outlineFrom(folder: string, header: RunHeader, run: RecordedRun): RunOutline {
  const { scenario, seed, plan } = header
  return {
    run: folder,
    scenario,
    seed,
    set: setOf(header),
    ...readState(folder),
    step: run.lastStep() ?? 0,
    steps: plan?.steps ?? null,
    headline: courseOf(header, run),
    ...measureFolder(folder),
  }
}

/** Returns the options that differ from the scenario's defaults; null where the run does not say which do. */
export function setOf({ set, options }: RunHeader): OptionValues | null {
  return set === undefined ? null : Object.fromEntries(set.map((name) => [name, options[name] ?? null]))
}

/** Later runs of a scenario and a seed have a number at the end: 'sec-1', 'sec-1-2', 'sec-1-10'. */
const byName = new Intl.Collator('en', { numeric: true }).compare

/**
 * Outlines all runs in a folder and the folders in it, those of studies too, by name; none where there is no folder.
 * Links are not followed.
 */
export function outlinesIn(root: string): (RunOutline | DamagedRun)[] {
  return runFolders(root).map((run) => {
    try {
      return outlineOf(run)
    } catch (error) {
      return { run, damage: error instanceof Error ? error.message : String(error) }
    }
  })
}

/** Folders deeper than this hold no runs that coevo made. */
const DEEPEST = 6

function runFolders(root: string, depth = 0): string[] {
  if (isRunFolder(root)) return [root]
  if (depth > DEEPEST || !existsSync(root) || !lstatSync(root).isDirectory()) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .toSorted(byName)
    .flatMap((name) => runFolders(join(root, name), depth + 1))
}
