import type { RunResult } from '../scenario/index.ts'
import { duration, figure } from './progress/figure.ts'

/** Writes the result of a run as a small table. */
export function summary(result: RunResult): string {
  const { scenario, seed, steps, nashConv, games, tokens, seconds, run, digest } = result
  const rows: readonly (readonly [label: string, text: string])[] = [
    ...(nashConv === null ? [] : [['NashConv', course(nashConv)] as const]),
    ['games', `${figure(games)}, ${figure(result.gamesPerSecond)} a second`],
    ['tokens', `${figure(tokens)}, ${figure(result.trainTokensPerSecond)} a second in training`],
    ['time', duration(seconds)],
    ['run', run],
    ['digest', digest],
  ]
  const lines = rows.map(([label, text]) => `  ${label.padEnd(9)} ${text}`)
  return `\n${scenario}, seed ${seed}: ${steps} ${steps === 1 ? 'step' : 'steps'}\n\n${lines.join('\n')}\n`
}

function course({ first, last, best }: NonNullable<RunResult['nashConv']>): string {
  return `first ${figure(first)}   last ${figure(last)}   best ${figure(best)}`
}
