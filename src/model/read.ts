import type { Caches } from './caches.ts'
import type { DecoderSession, Outlook, Reading } from './session.ts'

/** The outlooks of a reading's positions, and in which row of which caches its keys and values are. */
export interface Read {
  readonly outlooks: readonly Outlook[]
  readonly caches: Caches
  readonly row: number
}

/** Sequences are padded to a multiple of this: what a sequence is padded to depends on itself alone. */
const stride = 8
/** Tokens in one run at most, padding included. */
const largestRun = 4096

/**
 * Reads sequences from their beginnings, those of like length together, and returns them in order.
 *
 * The caller releases `caches`, which several of them share.
 */
export async function readAll(session: DecoderSession, readings: readonly Reading[]): Promise<Read[]> {
  const byLength = Map.groupBy(
    readings.map((reading, index) => ({ reading, index })),
    ({ reading }) => Math.ceil(reading.tokens.length / stride) * stride,
  )
  const results: Read[] = []
  for (const [padded, members] of [...byLength].toSorted(([a], [b]) => a - b)) {
    const most = Math.max(1, Math.floor(largestRun / padded))
    for (let start = 0; start < members.length; start += most) {
      const part = members.slice(start, start + most)
      const caches = session.caches(part.length, padded)
      const outlook = await session.read(
        part.map(({ reading }) => reading),
        padded,
        caches,
      )
      let row = 0
      let next = 0
      for (const { reading, index } of part) {
        results[index] = { outlooks: reading.positions.map(() => outlook(next++)), caches, row: row++ }
      }
    }
  }
  return results
}

/** Gives back the memory of all caches that were read into. */
export function releaseAll(reads: readonly Read[]): void {
  for (const caches of new Set(reads.map((read) => read.caches))) caches.release()
}
