import { readFileSync } from 'node:fs'
import { oneLine, UserError } from 'coevo/core'
import { tablePolicy } from 'coevo/game'
import { z } from 'zod'
import type { Entrant } from './entrant.ts'
import { fromGamePolicy } from '../policy/game-policy.ts'

const distribution = z
  .array(z.number().nonnegative())
  .refine((all) => Math.abs(all.reduce((sum, p) => sum + p, 0) - 1) < 1e-6, 'probabilities do not sum to 1')

/** What `coevo solve --out FILE` writes, as far as it is needed here. */
const solutionSchema = z.object({ game: z.string(), policy: z.record(z.string(), distribution) })

/** Lets a solved policy take part, in the game that it was solved for. */
export function policyEntrant(name: string, file: string): Entrant {
  const solution = readSolution(file)
  const table = tablePolicy(name, new Map(Object.entries(solution.policy)))
  return {
    name,
    seat(game) {
      if (game.name !== solution.game)
        throw new UserError(`'${name}' was solved for ${solution.game}, not for ${game.name}.`)
      return { ...fromGamePolicy(game, table), name }
    },
  }
}

function readSolution(file: string): z.output<typeof solutionSchema> {
  const refuse = (why: string, cause?: unknown) =>
    new UserError(
      `'${file}' holds no policy (${why}): give the file that 'coevo solve GAME --out FILE' wrote.`,
      {
        cause,
      },
    )
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refuse(error instanceof Error ? oneLine(error.message) : String(error), error)
  }
  const read = solutionSchema.safeParse(value)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  throw refuse(`${path.join('.') || 'all'}: ${message}`)
}
