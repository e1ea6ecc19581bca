import { oneLine } from '../../core/index.ts'

/** What a server replied. */
export interface Reply {
  readonly status: number
  readonly body: string
  /** Milliseconds that it wants to be left alone; 0 where it says nothing. */
  readonly pause: number
}

/** There is no reply that could be read. */
export class NoAnswer extends Error {
  /** What the server did, after its name. */
  readonly what: string
  readonly remedy: string
  /** Whether asking again may help. */
  readonly mayPass: boolean
  /** True where nobody is there. */
  readonly nobody: boolean

  constructor(what: string, remedy: string, { mayPass = true, nobody = false } = {}) {
    super(what)
    this.what = what
    this.remedy = remedy
    this.mayPass = mayPass
    this.nobody = nobody
  }
}

/** The most of a reply that is read, in bytes. */
const LIMIT = 1 << 20

/** Broken off after it was there. */
const BROKEN = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED'])

/**
 * Asks a server, reads what it replies up to a limit, and follows no redirection.
 *
 * @throws NoAnswer; the signal's reason once that is aborted.
 */
export async function ask(
  url: string,
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<Reply> {
  try {
    const response = await fetch(url, { ...request, redirect: 'manual' })
    return {
      status: response.status,
      body: await readBody(response),
      pause: pauseIn(response.headers),
    }
  } catch (error) {
    if (error instanceof NoAnswer) throw error
    if (request.signal.aborted) throw request.signal.reason
    const code = codeOf(error)
    if (BROKEN.has(code))
      throw new NoAnswer('broke the connection off', 'see what it logs, or ask less of it at once')
    throw new NoAnswer('cannot be reached', `start it, or mend the address (${code})`, { nobody: true })
  }
}

/** For how long a server is left alone that names a date and shows no clock, in milliseconds. */
const NO_CLOCK = 5000

/**
 * Reads how long a server wants to be left alone, in milliseconds: `Retry-After` is seconds or a date (RFC 9110,
 * section 10.2.3), which is told from the server's own clock.
 */
function pauseIn(headers: Headers): number {
  const after = headers.get('retry-after')
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (exact > 0 && Number.isFinite(exact)) return exact
  if (after === null) return 0
  const seconds = Number(after)
  if (!Number.isNaN(seconds)) return seconds > 0 && Number.isFinite(seconds) ? 1000 * seconds : 0
  const date = Date.parse(after)
  const now = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return 0
  return Number.isNaN(now) ? NO_CLOCK : Math.max(0, date - now)
}

async function readBody({ body }: Response): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop closes the connection.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > LIMIT)
      throw new NoAnswer(`sends more than ${LIMIT >> 20} MiB`, 'let it send less', { mayPass: false })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** 'ECONNREFUSED', or in words: what lies at the bottom of a failed fetch. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? oneLine(error.message || error.name) : codeOf(error.cause)
}
