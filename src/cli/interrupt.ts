import type { Terminal } from './terminal.ts'

/** A second interrupt counts from this many milliseconds on: npm passes Ctrl-C on a second time at once. */
const SECOND = 500

/** What has become of interrupts. */
export interface Interrupts {
  /** Aborted by the first. */
  readonly signal: AbortSignal
  /** What the process is to exit with; 0 without any. */
  readonly exitCode: number
  /** Listens no more. */
  release(): void
}

/**
 * Asks work to stop at the first interrupt, and ends the process at the second.
 *
 * `first` and `second` are called then; the second before the process ends.
 */
export function stopAtInterrupt(
  terminal: Terminal,
  { first, second }: { readonly first?: () => void; readonly second: () => void },
): Interrupts {
  const stop = new AbortController()
  let exitCode = 0
  let interrupted = 0
  const release = terminal.onInterrupt((code) => {
    if (stop.signal.aborted) {
      if (terminal.now() - interrupted < SECOND) return
      second()
      terminal.exit(code)
      return
    }
    exitCode = code
    interrupted = terminal.now()
    stop.abort()
    first?.()
  })
  return {
    signal: stop.signal,
    get exitCode() {
      return exitCode
    },
    release,
  }
}
