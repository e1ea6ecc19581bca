import { createInterface } from 'node:readline'

/** Where a command writes and what it is told from outside; tests pass their own. */
export interface Terminal {
  /** Standard output. */
  out(text: string): void
  /** Standard error. */
  err(text: string): void
  /** True when standard error is a terminal: then progress is drawn in place. */
  readonly live: boolean
  readonly color: boolean
  /** Characters a line and lines a screen, as they are now. */
  size(): { readonly columns: number; readonly rows: number }
  /** Standard output: characters a line, and whether it shows colours. */
  page(): { readonly columns: number; readonly color: boolean }
  /** Milliseconds on a clock that only goes forward. */
  now(): number
  /** Milliseconds since 1970, as the machine's clock says. */
  time(): number
  /** Calls back at an interrupt (Ctrl-C) or a request to terminate, until the returned function is called. */
  onInterrupt(listener: (exitCode: number) => void): () => void
  /** True when somebody sits there who can answer. */
  readonly interactive: boolean
  /** Shows a question, waits for a line, and takes the question away again; null when no line will come. */
  ask(question: string): Promise<string | null>
  /** Standard input, line by line, until it ends or nobody reads on. */
  lines(): AsyncIterator<string, undefined>
  /** Ends the process without waiting for anything. */
  exit(code: number): void
}

/**
 * The terminal of this process.
 *
 * @param leaving is called before it ends the process
 */
export function processTerminal(leaving: () => void): Terminal {
  const { stdin, stdout, stderr } = process
  const exit = (code?: number) => {
    leaving()
    process.exit(code)
  }
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    // Whoever reads the output may close it early: coevo games | head -1.
    if (code === 'EPIPE') return exit()
    stderr.write(`coevo: Standard output cannot be written (${message}): send it elsewhere.\n`)
    exit(2)
  })
  // What cannot be told is no reason to stop.
  stderr.on('error', () => {})
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    live: stderr.isTTY && process.env['TERM'] !== 'dumb',
    color: stderr.isTTY && stderr.hasColors(),
    // A terminal that nobody has given a size says 0.
    size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
    // What is written to a file or another program has room for long lines.
    page: () => ({ columns: stdout.columns || 160, color: stdout.isTTY && stdout.hasColors() }),
    now: () => performance.now(),
    time: () => Date.now(),
    onInterrupt(listener) {
      const interrupt = () => listener(130)
      const terminate = () => listener(143)
      process.on('SIGINT', interrupt).on('SIGTERM', terminate)
      return () => void process.off('SIGINT', interrupt).off('SIGTERM', terminate)
    },
    interactive: stdin.isTTY && stderr.isTTY,
    ask: (question) =>
      new Promise((resolve) => {
        const reader = createInterface({ input: stdin, output: stderr })
        reader.question(question, (line) => {
          stderr.write('\x1b[1A')
          resolve(line)
          reader.close()
        })
        // After an answer this is too late to resolve anything.
        reader.on('close', () => {
          stderr.write('\r\x1b[K')
          resolve(null)
        })
      }),
    lines() {
      const reader = createInterface({ input: stdin })
      const lines = reader[Symbol.asyncIterator]()
      return {
        next: () => lines.next(),
        return() {
          // The iterator would leave it open, and an open terminal keeps the process.
          reader.close()
          return Promise.resolve({ done: true, value: undefined })
        },
      }
    },
    exit,
  }
}
