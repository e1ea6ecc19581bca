import type { Terminal } from '../../src/cli/index.ts'

/** A terminal in memory, with a clock that each look moves on by ten milliseconds. */
export interface FakeTerminal extends Terminal {
  stdout: string
  stderr: string
  /** What `exit` was called with. */
  readonly exits: number[]
  /** Presses Ctrl-C. */
  interrupt(): void
}

export function fakeTerminal(changes: Partial<Terminal> = {}): FakeTerminal {
  const listeners = new Set<(exitCode: number) => void>()
  let now = 0
  return {
    stdout: '',
    stderr: '',
    exits: [],
    out(text) {
      this.stdout += text
    },
    err(text) {
      this.stderr += text
    },
    live: false,
    color: false,
    size: () => ({ columns: 100, rows: 24 }),
    page: () => ({ columns: 100, color: false }),
    now: () => (now += 10),
    time: () => Date.now(),
    onInterrupt(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    interactive: false,
    ask: () => Promise.resolve(null),
    lines: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
    exit(code) {
      this.exits.push(code)
    },
    interrupt() {
      for (const listener of listeners) listener(130)
    },
    ...changes,
  }
}
