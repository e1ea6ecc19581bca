import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { watchWorking } from '../../core/index.ts'

/** What the thread reads: how often the work has changed, and its name as bytes, with their number before them. */
export interface Watched {
  readonly counts: Int32Array
  readonly bytes: Uint8Array
}

const THREAD = new URL(`./thread${extname(import.meta.url)}`, import.meta.url)
const LONGEST = 1024

/**
 * Has a thread of its own say so when what should be done in a moment is not done after ten seconds: a loop that never
 * ends in a user's file holds everything else.
 */
export function startWatchdog(): void {
  let watched: Watched | null = null
  watchWorking((what) => {
    watched ??= startThread()
    const { counts, bytes } = watched
    counts[1] = what === null ? 0 : new TextEncoder().encodeInto(what, bytes).written
    Atomics.add(counts, 0, 1)
    Atomics.notify(counts, 0)
  })
}

function startThread(): Watched {
  const watched: Watched = {
    counts: new Int32Array(new SharedArrayBuffer(8)),
    bytes: new Uint8Array(new SharedArrayBuffer(LONGEST)),
  }
  new Worker(THREAD, { workerData: watched }).unref()
  return watched
}
