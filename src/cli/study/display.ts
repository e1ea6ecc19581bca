import type { RunEvent } from '../../scenario/index.ts'
import { oneLine } from '../failure.ts'
import { painter } from '../paint.ts'
import { progressLine } from '../progress/draw.ts'
import { duration } from '../progress/figure.ts'
import { advance, initialProgress, type Progress } from '../progress/state.ts'
import type { Terminal } from '../terminal.ts'

/** Shows the runs of a study while they go on. Runs are named by arm and seed: 'random, seed 2'. */
export interface StudyDisplay {
  show(run: string, event: RunEvent): void
  /** Says what has become of a run. */
  ended(run: string, how: string): void
  /** Says that the study stops once the steps under way have ended. */
  stopping(): void
  /** Takes what is drawn in place off the screen again. */
  close(): void
}

/** Milliseconds between two drawings, and between two plain lines of a run. */
const REDRAW = 80
const QUIET = 5000

interface Shown {
  readonly progress: Progress
  /** When it was last shown. */
  readonly at: number
}

/** A line a run, drawn over themselves where the terminal can; plain lines now and then elsewhere. */
export function openStudyDisplay(terminal: Terminal, title: string, count: number): StudyDisplay {
  const { live } = terminal
  const begin = terminal.now()
  const running = new Map<string, Shown>()
  let done = 0
  let drawn = 0
  let lastDraw = -Infinity
  let stops = false

  const erase = () => {
    if (drawn > 0) terminal.err(`\x1b[${drawn}A\r\x1b[J`)
    drawn = 0
  }
  const draw = () => {
    lastDraw = terminal.now()
    const paint = painter(terminal.color)
    const { columns, rows } = terminal.size()
    const cut = (text: string) =>
      text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`
    const state = stops ? 'stopping after these steps' : duration((lastDraw - begin) / 1000)
    const width = Math.max(0, ...[...running.keys()].map((run) => run.length))
    const lines = [
      paint('bold', cut(` ${title}: ${done} of ${count} runs done, ${state}`)),
      ...[...running].map(([run, { progress }]) => cut(` ${run.padEnd(width)}  ${tell(progress)}`)),
    ].slice(0, rows - 1)
    const up = drawn > 0 ? `\x1b[${drawn}A\r` : ''
    terminal.err(`\x1b[?2026h${up}${lines.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J\x1b[?2026l`)
    drawn = lines.length
  }
  const line = (text: string) => {
    erase()
    terminal.err(`${text}\n`)
    if (live) draw()
  }
  return {
    show(run, event) {
      if (event.type === 'notice') return line(`${run}: ${event.line}`)
      const { progress, at } = running.get(run) ?? { progress: initialProgress, at: -Infinity }
      const next = advance(progress, event)
      const now = terminal.now()
      const due = !live && now - at >= QUIET && (event.type !== 'start' || at < 0)
      running.set(run, { progress: next, at: due ? now : at })
      if (due) line(`${run}: ${tell(next)}`)
      if (live && now - lastDraw >= REDRAW) draw()
    },
    ended(run, how) {
      running.delete(run)
      done++
      line(`${run}: ${how} (${done} of ${count})`)
    },
    stopping() {
      stops = true
      line('stopping after these steps')
    },
    close: erase,
  }
}

/** Tells how far a run has come. */
function tell(progress: Progress): string {
  return oneLine(progress.steps > 0 ? progressLine(progress) : progress.preparing)
}
