import { createHash } from 'node:crypto'
import { canonicalJson } from '../core/index.ts'
import type { EncodedEpisodes } from './encoding.ts'
import type { RunHeader, StepRows } from './store.ts'

/** A file of a checkpoint. `path` is relative to its folder, with '/' between parts. */
export interface FileEntry {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Begins a run's digest chain: 64 hexadecimal digits that stand for everything recorded so far. */
export function beginChain(header: RunHeader): string {
  return createHash('sha256').update(identityOf(header)).digest('hex')
}

/** Writes what a run is as canonical JSON: what its digest begins with. */
export function identityOf({ scenario, seed, options }: RunHeader): string {
  return canonicalJson({ scenario, seed, options })
}

/** Extends a chain by a step's metrics and episodes. */
export function extendChain(chain: string, rows: StepRows, { text, bytes }: EncodedEpisodes): string {
  const { step, metrics = {} } = rows
  return createHash('sha256')
    .update(chain)
    .update(canonicalJson({ step, metrics, text: text.length, bytes: bytes.length }))
    .update(text)
    .update(bytes)
    .digest('hex')
}

/** Ends a chain with the files of the newest checkpoint, sorted by path. */
export function closeChain(chain: string, files: readonly FileEntry[]): string {
  return createHash('sha256')
    .update(chain)
    .update(canonicalJson(files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))))
    .digest('hex')
}
