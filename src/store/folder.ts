import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../core/index.ts'

export const HEADER = 'scenario.json'
export const DATABASE = 'run.sqlite'
export const LOCK = 'run.lock'
export const RESULT = 'result.json'
export const CHECKPOINTS = 'checkpoints'
/** How the name of a folder begins that is still being made. */
export const UNFINISHED = '.new-'

/**
 * Finds the run that a path means: a run's folder, its id in `runs/`, or a folder that holds one run.
 *
 * @throws UserError when there is none, or more than one.
 */
export function findRun(path: string): string {
  if (isRun(path)) return path
  const named = join('runs', path)
  if (!existsSync(path) && isRun(named)) return named
  const inside = isFolder(path) ? runsInside(path) : []
  if (inside.length > 1)
    throw new UserError(
      `'${path}' holds ${inside.length} runs: name one of them, such as '${join(path, inside[0]!)}'.`,
    )
  if (inside.length === 1) return join(path, inside[0]!)
  requireRun(path)
  return path
}

/** @throws UserError when a folder is not a run's. */
export function requireRun(folder: string): void {
  if (!existsSync(folder))
    throw new UserError(`There is no run folder '${folder}': give the one that 'coevo run' printed.`)
  for (const name of [HEADER, DATABASE])
    if (!existsSync(join(folder, name)))
      throw new UserError(
        `'${folder}' is not a run folder (it has no ${name}): give the one that 'coevo run' printed.`,
      )
}

/** Lists the names of the runs in a folder; one that is still being made is none. */
export function runsInside(root: string): string[] {
  return readdirSync(root).filter((name) => !name.startsWith(UNFINISHED) && isRun(join(root, name)))
}

/** Tells whether a path is a run's folder. */
export function isRun(path: string): boolean {
  return isFolder(path) && existsSync(join(path, HEADER)) && existsSync(join(path, DATABASE))
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
