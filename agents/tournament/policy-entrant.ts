import { readFileSync } from 'node:fs'
import { oneLine, UserError } from 'coevo/core'
import { informationSets, tablePolicy, type Game, type PolicyTable } from 'coevo/game'
import { z } from 'zod'
import type { Entrant } from './entrant.ts'
import { fromGamePolicy } from '../policy/game-policy.ts'

const distribution = z
  .array(z.number().nonnegative())
  .refine((all) => Math.abs(all.reduce((sum, p) => sum + p, 0) - 1) < 1e-6, 'probabilities do not sum to 1')

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What `coevo solve --out FILE` writes, as far as it is needed here; any text may be a key. */
const solutionSchema = z.object({
  game: z.string(),
  policy: z
    .custom<object>(isPlain, 'Invalid input: expected record')
    .transform((table) => new Map<string, unknown>(Object.entries(table)))
    .pipe(z.map(z.string(), distribution)),
})

/**
 * Lets a solved policy take part, in the game that it was solved for.
 *
 * @throws UserError for a file that holds no policy; when it is seated, for one that lacks an information state
 * of the game, has one that there is none, or other choices there.
 */
export function policyEntrant(name: string, file: string): Entrant {
  const solution = readSolution(file)
  const table = tablePolicy(name, solution.policy)
  const known = new WeakSet<Game>()
  return {
    name,
    seat(game) {
      if (game.name !== solution.game)
        throw new UserError(`'${name}' was solved for ${solution.game}, not for ${game.name}.`)
      if (!known.has(game)) assertComplete(name, game, solution.policy)
      known.add(game)
      return { ...fromGamePolicy(game, table), name }
    },
  }
}

/** Compares a table with the information states of a game. */
function assertComplete(name: string, game: Game, table: PolicyTable): void {
  const sets = new Map(informationSets(game).map(({ key, actions }) => [key, actions.length]))
  const refuse = (why: string) =>
    new UserError(
      `'${name}' does not fit ${game.name}: ${why}; solve it again with 'coevo solve ${game.name} --out FILE'.`,
    )
  for (const [key, count] of sets) {
    const row = table.get(key)
    if (row === undefined) throw refuse(`it lacks the information state '${oneLine(key)}'`)
    if (row.length !== count)
      throw refuse(
        `in '${oneLine(key)}' it has ${row.length} probabilities, and ${count} actions are legal there`,
      )
  }
  for (const key of table.keys())
    if (!sets.has(key)) throw refuse(`there is no information state '${oneLine(key)}'`)
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
  throw refuse(`${oneLine(path.join('.')) || 'all'}: ${message}`)
}
