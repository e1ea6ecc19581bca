import { cacheRowSize, type Caches } from './caches.ts'
import type { DecoderConfig } from './config.ts'
import type { Read } from './read.ts'
import type { DecoderSession } from './session.ts'
import type { Writing } from './writing.ts'

/** Rows at which a matrix product has its full speed. */
const fullSpeed = 32
/** Numbers in the caches of one batch: as many as stay in the processor's, and at most. */
const fewNumbers = 2 ** 20
const mostNumbers = 2 ** 25

/** How many rows a batch has: few enough for the caches, `enough` for matrix products. */
export function batchSize(
  config: DecoderConfig,
  writings: readonly Writing[],
  enough: number = fullSpeed,
): number {
  const capacity = Math.max(...writings.map(({ longest }) => longest))
  const each = 2 * config.layers * cacheRowSize(config, capacity)
  const affordable = Math.max(16, Math.floor(mostNumbers / each))
  return Math.max(Math.floor(fewNumbers / each), Math.min(enough, affordable))
}

/** Cuts writings into batches, in order. */
export function inBatches(session: DecoderSession, writings: readonly Writing[]): Writing[][] {
  if (writings.length === 0) return []
  const size = batchSize(session.config, writings)
  return Array.from({ length: Math.ceil(writings.length / size) }, (_, i) =>
    writings.slice(i * size, (i + 1) * size),
  )
}

/**
 * Writes completions to their ends, one token of each per run, from the keys and values of what was read.
 *
 * Rows that are done stay until half of a batch is, then the others move up.
 */
export async function continueAll(
  session: DecoderSession,
  writings: readonly Writing[],
  read: (writing: Writing) => Read,
): Promise<void> {
  let active = writings.filter((writing) => !writing.done)
  if (active.length === 0) return
  const capacity = Math.max(...active.map(({ longest }) => longest))
  // Two rows at least: a product of one row takes another path.
  const caches = session.caches(Math.max(2, active.length), capacity)
  for (const [row, writing] of active.entries()) {
    const from = read(writing)
    caches.copyRow(row, from.caches, from.row, writing.start)
  }
  let cached = active.map(({ start }) => start)
  while (active.length > 0) {
    const ids = new BigInt64Array(caches.rows)
    const lengths = new Int32Array(caches.rows)
    const run = session.prepare(
      ids,
      lengths,
      Array.from({ length: caches.rows }, (_, i) => i),
      caches,
    )
    let left = active.length
    while (left > 0 && (2 * left > active.length || active.length <= 2)) {
      let longest = 1
      for (const [row, { done, sequence }] of active.entries()) {
        ids[row] = done ? 0n : BigInt(sequence[cached[row]!]!)
        lengths[row] = done ? 0 : cached[row]!
        longest = Math.max(longest, lengths[row] + 1)
      }
      await run(longest)
      for (const [row, writing] of active.entries()) {
        if (writing.done) continue
        cached[row]!++
        if (cached[row] === writing.sequence.length) writing.choose(run.outlook(row))
        if (writing.done) left--
      }
    }
    ;({ active, cached } = moveUp(caches, active, cached))
  }
  caches.release()
}

/** Drops the rows that are done and moves the others to the front of the caches. */
function moveUp(caches: Caches, active: readonly Writing[], cached: readonly number[]) {
  const kept = active.map((writing, row) => ({ writing, row })).filter(({ writing }) => !writing.done)
  for (const [to, { row }] of kept.entries()) if (to !== row) caches.copyRow(to, caches, row, cached[row]!)
  caches.rows = Math.max(2, kept.length)
  return { active: kept.map(({ writing }) => writing), cached: kept.map(({ row }) => cached[row]!) }
}
