import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import type { Watched } from './watchdog.ts'

/** Milliseconds after which work should be done. */
const PATIENCE = 10_000

const { counts, bytes } = workerData as Watched

for (;;) {
  const count = Atomics.load(counts, 0)
  // Nothing is said twice of the same work.
  const longest = counts[1] === 0 ? Infinity : PATIENCE
  if (Atomics.wait(counts, 0, count, longest) !== 'timed-out') continue
  // Its bytes are shared, which no decoder takes.
  const what = new TextDecoder().decode(Uint8Array.from(bytes.subarray(0, counts[1])))
  writeSync(2, `coevo: ${what} is not done after 10 seconds; 'kill -9 ${process.pid}' ends it.\n`)
  Atomics.wait(counts, 0, count)
}
