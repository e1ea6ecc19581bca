import type { RunResult } from '../scenario/index.ts'
import { duration, figure } from './progress/figure.ts'

/** Writes the result of a run as a small table. stored: it was finished before, and nothing was done now. */
export function summary(result: RunResult, { stored = false } = {}): string {
  const { scenario, seed, steps, nashConv, headline, games, tokens, seconds, run, digest } = result
  // What a study measures of NashConv says the same as its course.
  const measures = nashConv === null ? Object.entries(result.measures) : []
  const { metric, first, last, best } = headline
  const rows: readonly (readonly [label: string, text: string])[] = [
    [
      metric === 'nashConv' ? 'NashConv' : metric,
      `first ${figure(first)}   last ${figure(last)}   best ${figure(best)}`,
    ],
    ...measures.map(([name, value]) => [name, value === null ? 'never' : figure(value)] as const),
    ['games', `${figure(games)}, ${figure(result.gamesPerSecond)} a second`],
    ['tokens', `${figure(tokens)}, ${figure(result.trainTokensPerSecond)} a second in training`],
    ['time', `${duration(seconds)}${stored ? ' (finished before; nothing was run again)' : ''}`],
    ['run', run],
    ['digest', digest],
  ]
  const width = Math.max(9, ...rows.map(([label]) => label.length))
  const lines = rows.map(([label, text]) => `  ${label.padEnd(width)} ${text}`)
  return `\n${scenario}, seed ${seed}: ${steps} ${steps === 1 ? 'step' : 'steps'}\n\n${lines.join('\n')}\n`
}
