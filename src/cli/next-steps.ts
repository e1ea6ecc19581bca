import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { oneLine, UserError } from '../core/index.ts'
import type { RunResult } from '../scenario/index.ts'
import { readHeader, readRun } from '../store/index.ts'
import { shippedGames } from './shipped.ts'

/** Says what one might do next with a run that is finished. */
export async function nextSteps({ run, nashConv }: RunResult): Promise<string> {
  const { game, models } = lookInto(run)
  // A file of the user's may have a game of its own under a name that ships.
  const playable = readHeader(run).source === null && models === 1 && game !== null && (await isShipped(game))
  const agent = `checkpoint:${run}`
  const steps: readonly (readonly [command: string, what: string])[] = [
    [`show ${run}`, 'its curves, and what was said'],
    ...(playable && nashConv !== null
      ? [[`policy ${game} --agent ${agent}`, 'where it still loses'] as const]
      : []),
    ...(playable
      ? [[`tournament --game ${game} --agents uniform,equilibrium,${agent}`, 'against others'] as const]
      : []),
  ]
  const lines = steps.map(([command, what]) => `  ${what}:\n    ${program()} ${oneLine(command, 1000)}`)
  return `\nWhat next\n\n${lines.join('\n')}\n`
}

/** How coevo is called from here: in its repository by npm. */
function program(): string {
  const script = process.env['npm_lifecycle_event']
  return script === 'start' || script === 'coevo' ? 'npm run coevo --' : 'coevo'
}

/** Finds what the run's sessions are, and how many models its checkpoint holds. */
function lookInto(run: string): { readonly game: string | null; readonly models: number } {
  try {
    return readRun(
      run,
      (recorded) => {
        const models = join(recorded.checkpoints().at(-1)?.folder ?? '', 'models')
        return {
          game: recorded.episodes({ limit: 1 })[0]?.episode.game ?? null,
          models: existsSync(models) ? readdirSync(models).length : 0,
        }
      },
      { checked: false },
    )
  } catch (error) {
    // A hint is no reason to fail.
    if (error instanceof UserError) return { game: null, models: 0 }
    throw error
  }
}

async function isShipped(game: string): Promise<boolean> {
  const [family] = game.split(':')
  return (await shippedGames()).some(({ name }) => name === game || name === family)
}
