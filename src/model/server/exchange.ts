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
    const after = Number(response.headers.get('retry-after') ?? 0)
    return {
      status: response.status,
      body: await readBody(response),
      pause: after > 0 && Number.isFinite(after) ? 1000 * after : 0,
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

/** 'ECONNREFUSED': what lies at the bottom of a failed fetch. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? error.name : codeOf(error.cause)
}
