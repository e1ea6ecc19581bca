import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from './file.ts'

const FAILURE = 'failure.txt'

/** Notes in a run's folder why it ended before its time; where that cannot be written, it is left out. */
export function noteFailure(folder: string, reason: string): void {
  try {
    writeAtomically(join(folder, FAILURE), `${reason}\n`)
  } catch {
    // What made the run fail is told anyway, and says more than this would.
  }
}

/** Reads why a run ended before its time; null where it did not. */
export function readFailure(folder: string): string | null {
  try {
    return readFileSync(join(folder, FAILURE), 'utf8').trim()
  } catch {
    return null
  }
}

/** Takes the note away once the run goes on. */
export function clearFailure(folder: string): void {
  rmSync(join(folder, FAILURE), { force: true })
}
