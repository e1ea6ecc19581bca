import { painter } from './paint.ts'
import type { Terminal } from './terminal.ts'

/** One line about work that goes on: drawn over itself where the terminal can, now and then elsewhere. */
export interface StatusLine {
  /** Shows a line when one is due; `line` is called only then, with the seconds since the beginning. */
  show(line: (seconds: number) => string): void
  /** Takes what is drawn in place off the screen again. */
  close(): void
}

/** Milliseconds between two drawings, and between two plain lines. */
const REDRAW = 80
const QUIET = 5000

/** Opens a status line that begins with a name. */
export function openStatusLine(terminal: Terminal, name: string): StatusLine {
  const begin = terminal.now()
  const every = terminal.live ? REDRAW : QUIET
  let last = begin
  let drawn = false
  return {
    show(line) {
      const now = terminal.now()
      if (now - last < every) return
      last = now
      const text = line((now - begin) / 1000)
      if (!terminal.live) return terminal.err(`${name}: ${text}\n`)
      drawn = true
      terminal.err(`\r${liveLine(name, text, terminal)}\x1b[K`)
    },
    close() {
      if (drawn) terminal.err('\r\x1b[K')
    },
  }
}

function liveLine(name: string, line: string, terminal: Terminal): string {
  const room = Math.max(0, terminal.size().columns - name.length - 4)
  const text = line.length > room ? `${line.slice(0, Math.max(0, room - 1))}…` : line
  return ` ${painter(terminal.color)('bold', name)}  ${text}`
}
