import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../core/index.ts'
import { identityOf } from './digest.ts'
import { guard } from './fault.ts'
import { makeFolders, syncFolder, writeAtomically } from './file.ts'
import { CHECKPOINTS, DATABASE, HEADER, UNFINISHED } from './folder.ts'
import { headerText } from './header.ts'
import { createDatabase } from './schema.ts'
import { openStore } from './sqlite.ts'
import type { RunHeader, RunStore } from './store.ts'

/**
 * Creates a run in a new folder `<root>/<name>`, or the first of `…-2`, `…-3`, … that is free.
 *
 * The folder appears complete or not at all.
 *
 * @param name `<scenario>-<seed>` if left out
 * @throws UserError when the place cannot be written.
 */
export function createRun(
  root: string,
  header: RunHeader,
  name = `${header.scenario}-${header.seed}`,
): RunStore {
  const text = headerText(header)
  const create = () => {
    makeRoot(root)
    removeUnfinished(root)
    // Not mkdtemp, which makes folders that nobody else may read.
    let folder = join(root, nameOf(process.pid))
    try {
      mkdirSync(folder)
      writeAtomically(join(folder, HEADER), text)
      mkdirSync(join(folder, CHECKPOINTS))
      createDatabase(join(folder, DATABASE), identityOf(header))
      folder = claim(folder, join(root, name))
      syncFolder(root)
      return openStore(folder)
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }
  return guard(root, create, {
    full: 'start the run again',
    closed: 'give yourself write permission there or choose another place with --out',
  })
}

function makeRoot(root: string): void {
  try {
    makeFolders(root)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error
    throw new UserError(`'${root}' is no folder, and runs go into one: choose another place with --out.`)
  }
}

/** Renames a folder to the first free of `name`, `name-2`, `name-3`, … */
function claim(temporary: string, name: string): string {
  for (let n = 1; ; n++) {
    const folder = n === 1 ? name : `${name}-${n}`
    if (existsSync(folder)) continue
    try {
      renameSync(temporary, folder)
      return folder
    } catch (error) {
      if (!existsSync(folder)) throw error
    }
  }
}

/** Names what a process of this machine is making. */
function nameOf(process: number | string): string {
  return `${UNFINISHED}${hostname()}-${process}`
}

/** Removes what processes of this machine began to make and did not live to finish. */
function removeUnfinished(root: string): void {
  for (const name of readdirSync(root)) {
    // Version 0.1 gave the process alone.
    const maker = [nameOf(''), UNFINISHED].find((start) => name.startsWith(start))
    const process = maker === undefined ? Number.NaN : Number(name.slice(maker.length))
    if (Number.isInteger(process) && !isAlive(process))
      rmSync(join(root, name), { recursive: true, force: true })
  }
}

/** What this process left is no longer being made: a process makes one at a time. */
function isAlive(id: number): boolean {
  if (id === process.pid) return false
  try {
    return process.kill(id, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
