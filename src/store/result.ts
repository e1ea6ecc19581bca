import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../core/index.ts'
import { RESULT } from './folder.ts'

/**
 * Reads what a run came to; null where it has not finished.
 *
 * Null also when it cannot be read: whoever resumes the run then finishes it, and records it, again.
 */
export function readResult(folder: string): Json | null {
  try {
    return JSON.parse(readFileSync(join(folder, RESULT), 'utf8')) as Json
  } catch {
    return null
  }
}
