import { extname } from 'node:path'
import { setInterval } from 'node:timers'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { oneLine, UserError } from '../../core/index.ts'
import type { Audit } from './findings.ts'
import { newMarks, openMarks } from './marks.ts'
import type { Request } from './subjects.ts'

/** What the thread is given. */
export interface AuditTask {
  readonly url: string
  readonly memory: SharedArrayBuffer
  readonly request: Request
  /** 'moment': as long as nobody minds; 'whole': all that the suites try. */
  readonly scope: 'moment' | 'whole'
}

/** What it says; `audits` is null where the file holds nothing that rules hold for. */
export type AuditReply =
  | { readonly kind: 'done'; readonly audits: readonly Audit[] | null }
  | { readonly kind: 'unloaded'; readonly reason: string; readonly isUserError: boolean }

/** How long one call may take, in milliseconds: what takes longer has no end. */
const PATIENCE = 10_000
/** How long a file may take to load. */
const LOADING = 60_000

const THREAD = new URL(`./thread${extname(import.meta.url)}`, import.meta.url)

/**
 * Holds the games and tasks of a file to their rules, in a thread that is stopped where it hangs.
 *
 * @param patience how long one call of a method may take, in milliseconds
 * @throws UserError for a file whose code ends the process, or in which a call does not return.
 */
export async function auditFile(
  path: string,
  {
    request = {},
    scope,
    patience = PATIENCE,
  }: {
    readonly request?: Partial<Request>
    readonly scope: AuditTask['scope']
    readonly patience?: number
  },
): Promise<AuditReply> {
  const memory = newMarks()
  const task: AuditTask = {
    url: pathToFileURL(path).href,
    memory,
    request: { parameters: '', options: {}, seed: 1, ...request },
    scope,
  }
  const worker = new Worker(THREAD, { workerData: task, stdout: true, stderr: true })
  const said = Promise.withResolvers<AuditReply>()
  const fail = (what: string) => said.reject(new UserError(`'${path}' ${what}.`))
  const stop = watch(memory, patience, fail)
  worker
    .once('message', said.resolve)
    .once('error', (error: unknown) =>
      fail(`fails in the background: ${oneLine(error instanceof Error ? error.message : String(error))}`),
    )
    .once('exit', () => fail('ends its process, or waits for what never comes, before it is loaded'))
  try {
    return await said.promise
  } finally {
    stop()
    await worker.terminate()
  }
}

/** Looks now and then whether a thread has gone on; calls back where it has not for too long. */
function watch(memory: SharedArrayBuffer, patience: number, hangs: (what: string) => void): () => void {
  const marks = openMarks(memory)
  let last = marks.read().count
  let still = 0
  const pause = Math.min(500, patience / 4)
  const timer = setInterval(() => {
    const { what, count } = marks.read()
    still = count === last ? still + pause : 0
    last = count
    const isCall = what.endsWith(')')
    if (still < (isCall ? patience : Math.max(patience, LOADING))) return
    hangs(
      isCall
        ? `hangs: ${what} does not return`
        : `hangs while it is loaded: let its ${what === 'build' ? 'build' : 'import'} end`,
    )
  }, pause)
  return () => clearInterval(timer)
}
