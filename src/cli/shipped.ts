import { readdirSync } from 'node:fs'
import { basename, extname } from 'node:path'

const EXTENSION = extname(import.meta.url)

/** Loads every module of a folder of the package: .ts files in the repository, .js files when built. */
export async function shippedModules(
  folder: 'games' | 'agents',
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const place = new URL(`../../${folder}/`, import.meta.url)
  const files = readdirSync(place).filter((file) => extname(file) === EXTENSION)
  const load = async (file: string) =>
    [
      basename(file, EXTENSION),
      (await import(new URL(file, place).href)) as Readonly<Record<string, unknown>>,
    ] as const
  return new Map(await Promise.all(files.toSorted().map(load)))
}
