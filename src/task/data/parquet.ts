import { setTimeout as after } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { oneLine, UserError } from '../../core/index.ts'
import type { Row } from './rows.ts'

/** What the thread says: rows, how it failed, or that there are no more. */
export type ParquetReply =
  | { readonly kind: 'rows'; readonly rows: readonly Record<string, unknown>[] }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'end' }

/** How long a thread may say nothing, in milliseconds; a part of a file is read within a few seconds. */
const PATIENCE = 60_000

// Under its source name in development, compiled in the package.
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './parquet-thread.ts' : './parquet-thread.js',
  import.meta.url,
)

/**
 * Reads the rows of a Parquet file in a thread of its own, part by part: in a damaged file the reader may go round for
 * ever or ask for more memory than there is, and can only be stopped from outside.
 *
 * @param patience milliseconds without a part after which the file counts as damaged
 * @throws UserError where the file cannot be read.
 */
export async function* parquetRows(file: string, patience = PATIENCE): AsyncGenerator<Row> {
  const worker = new Worker(THREAD, { workerData: file, env: {} })
  const replies = repliesOf(worker)
  let number = 0
  try {
    for (;;) {
      const reply = await next(replies, patience)
      if (reply.kind === 'end') return
      if (reply.kind === 'failed')
        throw new UserError(
          `Parquet file '${file}' cannot be read: ${oneLine(reply.error)}; it may be damaged: fetch or write it again.`,
        )
      for (const values of reply.rows) yield { place: `row ${++number}`, values }
    }
  } finally {
    await worker.terminate()
  }
}

/** What a thread says, in order. One that ends without a word has failed. */
function repliesOf(worker: Worker): () => Promise<ParquetReply> {
  const waiting = [Promise.withResolvers<ParquetReply>()]
  const say = (reply: ParquetReply) => {
    waiting.at(-1)!.resolve(reply)
    waiting.push(Promise.withResolvers<ParquetReply>())
  }
  worker
    .on('message', say)
    .on('error', (error: Error) => say({ kind: 'failed', error: error.message }))
    .on('exit', () => say({ kind: 'failed', error: 'its reader ended' }))
  return async () => {
    const reply = await waiting[0]!.promise
    waiting.shift()
    return reply
  }
}

async function next(replies: () => Promise<ParquetReply>, patience: number): Promise<ParquetReply> {
  const done = new AbortController()
  const tooLong = after(patience, null, { signal: done.signal }).then(
    (): ParquetReply => ({ kind: 'failed', error: `its reader gave nothing for ${patience / 1000} s` }),
    (): ParquetReply => ({ kind: 'end' }),
  )
  const reply = await Promise.race([replies(), tooLong])
  done.abort()
  return reply
}
