import { parentPort, workerData } from 'node:worker_threads'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { ParquetReply } from './parquet.ts'

/** How many rows are read at once, at most. */
const ROWS = 10_000

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
const say = (reply: ParquetReply) => parentPort!.postMessage(reply)

try {
  const file = await asyncBufferFromFile(workerData as string)
  const metadata = await parquetMetadataAsync(file)
  const total = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  for (let rowStart = 0; rowStart < total; rowStart += ROWS) {
    const rowEnd = Math.min(rowStart + ROWS, total)
    say({ kind: 'rows', rows: await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd }) })
  }
  say({ kind: 'end' })
} catch (error) {
  say({ kind: 'failed', error: error instanceof Error ? error.message : String(error) })
}
