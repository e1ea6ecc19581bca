import { readdirSync } from 'node:fs'
import { extname } from 'node:path'
import type { Game } from '../game/index.ts'

/** An agent that the command line can name. */
export interface ShippedAgent {
  readonly name: string
  readonly description: string
  /** What N in 'name:N' counts, and what it is when it is left out; absent where there is no N. */
  readonly number?: { readonly counts: string; readonly default: number | null }
}

type Module = Readonly<Record<string, unknown>>

const EXTENSION = extname(import.meta.url)

/** Lists the games that ship: what the modules of games/ export, sorted by name. */
export async function shippedGames(): Promise<Game[]> {
  const games = new Set((await shippedModules('games')).flatMap(Object.values).filter(isGame))
  return [...games].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Lists the agents that have a name: the tables `namedPolicies` of the modules of agents/. */
export async function shippedAgents(): Promise<ShippedAgent[]> {
  const tables = (await shippedModules('agents')).map(
    ({ namedPolicies = {} }) => namedPolicies as Readonly<Record<string, Omit<ShippedAgent, 'name'>>>,
  )
  return tables.flatMap((table) =>
    Object.entries(table).map(([name, { description, number }]) => ({
      name,
      description,
      ...(number && { number }),
    })),
  )
}

/** Loads every module of a folder of the package: .ts files in the repository, .js files when built. */
async function shippedModules(folder: 'games' | 'agents'): Promise<Module[]> {
  const place = new URL(`../../${folder}/`, import.meta.url)
  const files = readdirSync(place)
    .filter((file) => extname(file) === EXTENSION)
    .toSorted()
  return Promise.all(files.map(async (file) => (await import(new URL(file, place).href)) as Module))
}

/** Tells a game from everything else that a module may export. */
export function isGame(value: unknown): value is Game {
  return typeof value === 'object' && value !== null && 'facets' in value && 'informationState' in value
}
