import type { RunResult } from '../scenario/index.ts'
import { figure } from './progress/figure.ts'

/** Writes the result of a run as a small table. */
export function summary(result: RunResult): string {
  const { scenario, seed, steps, nashConv, gamesPerSecond, trainTokensPerSecond, run, digest } = result
  const rows: (readonly string[])[] = [
    ...(nashConv === null
      ? []
      : [
          [
            'NashConv',
            `first ${figure(nashConv.first)}   last ${figure(nashConv.last)}   best ${figure(nashConv.best)}`,
          ],
        ]),
    ['speed', `${figure(gamesPerSecond)} games/s   ${figure(trainTokensPerSecond)} tokens/s in training`],
    ['run', run],
    ['digest', digest],
  ]
  const lines = rows.map(([label, text]) => `  ${label!.padEnd(9)} ${text}`)
  return `\n${scenario}, seed ${seed}: ${steps} steps\n\n${lines.join('\n')}\n`
}
