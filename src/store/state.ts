import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readFailure } from './failure.ts'
import { LOCK, RESULT } from './folder.ts'
import { isLocked } from './schema.ts'

/**
 * How a run stands: it has come to its end, a process is at work on it, it ended by a fault, or it was stopped.
 */
export type RunState = 'finished' | 'in use' | 'failed' | 'stopped'

/** Tells how a run stands, and why it failed. */
export function readState(folder: string): { readonly state: RunState; readonly failure: string | null } {
  if (isLocked(join(folder, LOCK))) return { state: 'in use', failure: null }
  if (existsSync(join(folder, RESULT))) return { state: 'finished', failure: null }
  const failure = readFailure(folder)
  return { state: failure === null ? 'stopped' : 'failed', failure }
}

/** Adds up the bytes of a folder's files, and finds when the last of them was written, in milliseconds since 1970. */
export function measureFolder(folder: string): { readonly bytes: number; readonly modified: number } {
  let [bytes, modified] = [0, 0]
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    // A run that goes on deletes files meanwhile.
    const file = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })
    // Looking at a database writes to its shared memory, and makes an empty log.
    if (file === undefined || file.size === 0 || entry.name.endsWith('-shm')) continue
    bytes += file.size
    modified = Math.max(modified, file.mtimeMs)
  }
  return { bytes, modified }
}
