import type { CheckProgress } from '../../check/index.ts'
import { duration, figure } from '../progress/figure.ts'
import { openStatusLine } from '../status-line.ts'
import type { Terminal } from '../terminal.ts'

/** Shows a check while it goes on. */
export interface CheckDisplay {
  show(progress: CheckProgress): void
  /** Takes what is drawn in place off the screen again. */
  close(): void
}

/** One line that tells how far a check has come. */
export function openCheckDisplay(terminal: Terminal, name: string, runs: number | undefined): CheckDisplay {
  const status = openStatusLine(terminal, name)
  return {
    show: (progress) => status.show((seconds) => progressLine(progress, { runs, seconds })),
    close: () => status.close(),
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
