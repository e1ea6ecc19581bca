import type { Terminal } from './terminal.ts'

/** A second interrupt counts from this many milliseconds on: npm passes Ctrl-C on a second time at once. */
const SECOND = 500

/** What has become of interrupts. */
export interface Interrupts {
  /** Aborted by the first. */
  readonly signal: AbortSignal
  /** What the process is to exit with; 0 without any. */
  readonly exitCode: number
  /** Listens from now on; before, an interrupt ends the process at once. */
  listen(): void
  /** Listens no more. */
  release(): void
}

/**
 * Asks work to stop at the first interrupt, and ends the process at the second.
 *
 * `first` and `second` are called then; the second before the process ends.
 *
 * @param later does not listen before `listen` is called: while there is nothing that could be lost
 */
export function stopAtInterrupt(
  terminal: Terminal,
  {
    first,
    second,
    later = false,
  }: { readonly first?: () => void; readonly second: () => void; readonly later?: boolean },
): Interrupts {
  const stop = new AbortController()
  let exitCode = 0
  let interrupted = 0
  const interrupt = (code: number) => {
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
  }
  let release: (() => void) | null = null
  const listen = () => {
    release ??= terminal.onInterrupt(interrupt)
  }
  if (!later) listen()
  return {
    signal: stop.signal,
    get exitCode() {
      return exitCode
    },
    listen,
    release: () => release?.(),
  }
}
