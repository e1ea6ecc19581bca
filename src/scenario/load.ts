import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import { nearest, UserError } from '../core/index.ts'
import type { Scenario } from './define.ts'

/** The folder of the scenarios that ship: .ts files in the repository, .js files in the package. */
const SHIPPED = new URL('../../scenarios/', import.meta.url)
const EXTENSION = extname(import.meta.url)

/** Lists the scenarios that ship, sorted by name. */
export function scenarioNames(): string[] {
  return readdirSync(SHIPPED)
    .filter((file) => extname(file) === EXTENSION)
    .map((file) => basename(file, EXTENSION))
    .toSorted()
}

/**
 * Loads a scenario that ships by its name, or a user's by the path of its .ts or .js file.
 *
 * `source` is null for one that ships and the absolute path otherwise.
 *
 * @throws UserError when there is none, or when the file does not export a scenario as default.
 */
export async function loadScenario(
  nameOrPath: string,
): Promise<{ readonly scenario: Scenario; readonly source: string | null }> {
  if (/[/\\]|\.[cm]?[jt]s$/.test(nameOrPath)) {
    const path = resolve(nameOrPath)
    if (!existsSync(path)) throw new UserError(`There is no scenario file '${nameOrPath}'.`)
    return { scenario: await importScenario(pathToFileURL(path)), source: path }
  }
  const names = scenarioNames()
  if (!names.includes(nameOrPath)) {
    const guess = nearest(nameOrPath, names)
    throw new UserError(
      `There is no scenario '${nameOrPath}'${guess === undefined ? '.' : `; did you mean '${guess}'?`} Known: ${names.join(', ')}; a file of your own needs its path.`,
    )
  }
  return { scenario: await importScenario(new URL(nameOrPath + EXTENSION, SHIPPED)), source: null }
}

async function importScenario(url: URL): Promise<Scenario> {
  const path = fileURLToPath(url)
  let module: { readonly default?: unknown }
  try {
    module = (await import(url.href)) as { readonly default?: unknown }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    throw new UserError(`Scenario file '${path}' cannot be loaded: ${reason}`, { cause: error })
  }
  const shape = z.object({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case'),
    title: z.string(),
    description: z.string().optional(),
    options: z.instanceof(z.ZodObject, { error: 'must be a zod object' }),
    build: z.function(),
  })
  const checked = shape.safeParse(module.default)
  if (checked.success) return module.default as Scenario
  const { path: place, message } = checked.error.issues[0]!
  throw new UserError(
    `Scenario file '${path}' must export a scenario as default (export default defineScenario({ … })): ${place.join('.') || 'the default export'}: ${message}.`,
  )
}
