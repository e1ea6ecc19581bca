import type { CheckProgress } from '../../check/index.ts'
import { painter } from '../paint.ts'
import { duration, figure } from '../progress/figure.ts'
import type { Terminal } from '../terminal.ts'

/** Shows a check while it goes on. */
export interface CheckDisplay {
  show(progress: CheckProgress): void
  /** Takes what is drawn in place off the screen again. */
  close(): void
}

/** Milliseconds between two drawings, and between two plain lines. */
const REDRAW = 80
const QUIET = 5000

/** One line that is drawn over itself where the terminal can, a plain line now and then elsewhere. */
export function openCheckDisplay(terminal: Terminal, name: string, runs: number | undefined): CheckDisplay {
  const begin = terminal.now()
  const every = terminal.live ? REDRAW : QUIET
  let last = begin
  let drawn = false
  return {
    show(progress) {
      const now = terminal.now()
      if (now - last < every) return
      last = now
      const line = progressLine(progress, { runs, seconds: (now - begin) / 1000 })
      if (!terminal.live) return terminal.err(`${name}: ${line}\n`)
      drawn = true
      terminal.err(`\r${liveLine(name, line, terminal)}\x1b[K`)
    },
    close() {
      if (drawn) terminal.err('\r\x1b[K')
    },
  }
}

/** Tells how far a check has come in one line. `runs`: of how many; undefined in exhaustive mode. */
export function progressLine(
  { states, transitions, runs: done, depth, frontier }: CheckProgress,
  { runs, seconds }: { readonly runs: number | undefined; readonly seconds: number },
): string {
  const rate = (count: number) => figure(Math.round(count / Math.max(seconds, 0.001)))
  if (runs === undefined)
    return [
      `${figure(states)} states`,
      `${figure(transitions)} steps`,
      `depth ${figure(depth)}`,
      `frontier ${figure(frontier)}`,
      `${rate(transitions)} steps/s`,
      duration(seconds),
    ].join('  ')
  const left = done > 0 ? `, ${duration((seconds / done) * (runs - done))} left` : ''
  return [
    `${figure(done)} of ${figure(runs)} runs`,
    `${figure(transitions)} steps`,
    `${rate(done)} runs/s`,
    `${duration(seconds)}${left}`,
  ].join('  ')
}

function liveLine(name: string, line: string, terminal: Terminal): string {
  const room = Math.max(0, terminal.size().columns - name.length - 4)
  const text = line.length > room ? `${line.slice(0, Math.max(0, room - 1))}…` : line
  return ` ${painter(terminal.color)('bold', name)}  ${text}`
}
