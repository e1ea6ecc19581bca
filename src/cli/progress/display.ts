import type { RunEvent } from '../../scenario/index.ts'
import type { Terminal } from '../terminal.ts'
import { drawProgress, progressLine } from './draw.ts'
import { advance, initialProgress, type Progress } from './state.ts'

/** Shows a run while it goes on. */
export interface Display {
  show(event: RunEvent): void
  /** Says that the run stops after its current step. */
  stopping(): void
  /** Leaves the last view on the screen and the cursor below it. */
  close(): void
}

/** A live table where the terminal can draw one, plain lines elsewhere. */
export function openDisplay(terminal: Terminal): Display {
  return terminal.live ? liveDisplay(terminal) : plainDisplay(terminal)
}

/** Milliseconds between two drawings, and between two plain lines without an evaluation. */
const REDRAW = 80
const QUIET = 5000

function liveDisplay(terminal: Terminal): Display {
  const begin = terminal.now()
  let progress = initialProgress
  let drawn = 0
  let lastDraw = -Infinity
  const draw = () => {
    lastDraw = terminal.now()
    const { columns, rows } = terminal.size()
    const seconds = (lastDraw - begin) / 1000
    const lines = drawProgress({ ...progress, seconds }, { columns, color: terminal.color }).slice(
      0,
      rows - 1,
    )
    // Between the two marks a terminal shows nothing, so that a half-drawn view is never seen.
    const up = drawn > 0 ? `\x1b[${drawn}A` : ''
    const body = lines.map((line) => `${line}\x1b[K\n`).join('')
    terminal.err(`\x1b[?2026h\x1b[?25l${up}\r${body}\x1b[J\x1b[?2026l`)
    drawn = lines.length
  }
  const clock = setInterval(draw, 1000)
  clock.unref()
  return {
    show(event) {
      progress = advance(progress, event)
      if (event.type === 'notice') return terminal.err(`${event.line}\n`)
      if (terminal.now() - lastDraw >= REDRAW) draw()
    },
    stopping() {
      progress = { ...progress, stopping: true }
      draw()
    },
    close() {
      clearInterval(clock)
      if (progress.steps > 0) draw()
      terminal.err('\x1b[?25h')
    },
  }
}

function plainDisplay(terminal: Terminal): Display {
  let progress: Progress = initialProgress
  let lastLine = -Infinity
  const line = (text: string) => {
    lastLine = terminal.now()
    terminal.err(`${text}\n`)
  }
  return {
    show(event) {
      progress = advance(progress, event)
      if (event.type === 'notice') line(event.line)
      if (event.type === 'start') {
        const from = event.step > 0 ? ` from step ${event.step}` : ''
        line(`${event.scenario}, seed ${event.seed}, ${event.steps} steps${from}, in ${event.run}`)
      }
      const due = terminal.now() - lastLine >= QUIET
      if (event.type === 'preparing' && due) line(progress.preparing)
      if (event.type === 'evaluation' || (event.type === 'step' && due && !event.evaluates))
        line(progressLine(progress))
    },
    stopping() {
      line('stopping after this step')
    },
    close() {},
  }
}
