import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { Game } from '../game/index.ts'
import type { Task } from '../task/index.ts'

/** An agent that the command line can name. */
export interface ShippedAgent {
  readonly name: string
  readonly description: string
  /** What N in 'name:N' counts, and what it is when it is left out; absent where there is no N. */
  readonly number?: { readonly counts: string; readonly default: number | null }
  /** How its name goes on where that is no number: 'checkpoint:DIR'. */
  readonly form?: string
}

type Module = Readonly<Record<string, unknown>>

const EXTENSION = extname(import.meta.url)

/** Lists the games that ship: what the modules of games/ export, sorted by name. */
export async function shippedGames(): Promise<Game[]> {
  return sorted((await shippedModules('games')).flatMap(Object.values).filter(isGame))
}

/** Lists the tasks that ship: what the modules of tasks/ export, sorted by name. */
export async function shippedTasks(): Promise<Task[]> {
  return sorted((await shippedModules('tasks')).flatMap(Object.values).filter(isTask))
}

/** Each once, whatever names it is exported by. */
function sorted<T extends { readonly name: string }>(things: readonly T[]): T[] {
  return [...new Set(things)].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Lists the agents that have a name: the tables `namedPolicies` and, after them, `entrantKinds` of the modules of
 * agents/.
 */
export async function shippedAgents(): Promise<ShippedAgent[]> {
  const modules = await shippedModules('agents', { recursive: true })
  const table = (name: 'namedPolicies' | 'entrantKinds') =>
    modules.flatMap(({ [name]: all = {} }) =>
      Object.entries(all as Readonly<Record<string, Omit<ShippedAgent, 'name'>>>),
    )
  return [...table('namedPolicies'), ...table('entrantKinds')].map(
    ([name, { description, number, form }]) => ({
      name,
      description,
      ...(number && { number }),
      ...(form !== undefined && { form }),
    }),
  )
}

/**
 * Loads the modules of a folder of the package, or of its subfolders too: .ts files in the repository, .js files when
 * built.
 */
async function shippedModules(
  folder: 'games' | 'tasks' | 'agents',
  { recursive = false } = {},
): Promise<Module[]> {
  const place = new URL(`../../${folder}/`, import.meta.url)
  const files = readdirSync(place, { recursive, encoding: 'utf8' })
    .filter((file) => extname(file) === EXTENSION)
    .toSorted()
  return Promise.all(files.map(async (file) => (await import(new URL(file, place).href)) as Module))
}

/** Tells a game from everything else that a module may export. */
export function isGame(value: unknown): value is Game {
  return typeof value === 'object' && value !== null && 'facets' in value && 'informationState' in value
}

/** Tells a task likewise. */
function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'dials' in value && 'verify' in value
}
