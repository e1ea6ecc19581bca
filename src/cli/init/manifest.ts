import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { PACKAGE, UserError } from '../../core/index.ts'

const names = z.record(z.string(), z.string())

const shape = z.looseObject({
  type: z.string().optional(),
  version: z.string().optional(),
  scripts: names.optional(),
  dependencies: names.optional(),
  devDependencies: names.optional(),
})

type Manifest = z.infer<typeof shape>

/** What `npm init` writes for want of a test. */
const NO_TEST = /no test specified/

/**
 * Writes the package.json of a project: the one that is there, and what it lacks.
 *
 * @param path where it is, or will be
 * @param folder the absolute path of the project, after which it is named
 * @throws UserError for one that cannot be read, or that says that its files are no ES modules.
 */
export function manifestWith(path: string, folder: string): string {
  const there = existsSync(path) ? readManifest(path) : { name: packageName(folder), private: true }
  if ((there.type ?? 'module') !== 'module')
    throw new UserError(
      `'${path}' says "type": "${there.type}", and coevo's files are ES modules: run 'npm pkg set type=module', then this again.`,
    )
  const { test, ...scripts } = there.scripts ?? {}
  // coevo's own says which versions of other packages go with it.
  const coevo = readManifest(fileURLToPath(new URL('package.json', PACKAGE)))
  const versions: Readonly<Record<string, string>> = {
    ...coevo.dependencies,
    ...coevo.devDependencies,
    coevo: `^${coevo.version}`,
  }
  const absent = (wanted: readonly string[]) =>
    Object.fromEntries(
      wanted
        .filter((name) => ![there.dependencies, there.devDependencies].some((all) => all && name in all))
        .map((name) => [name, versions[name]!]),
    )
  const manifest = {
    ...there,
    type: 'module',
    scripts: {
      types: 'tsc',
      ...scripts,
      test: test === undefined || NO_TEST.test(test) ? 'vitest run' : test,
    },
    dependencies: { ...there.dependencies, ...absent(['coevo', 'xstate', 'zod']) },
    devDependencies: { ...there.devDependencies, ...absent(['typescript', 'vitest']) },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function readManifest(path: string): Manifest {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? error.issues[0]!.message : (error as Error).message
    throw new UserError(`'${path}' cannot be read (${reason}): mend it, or name a new folder.`, {
      cause: error,
    })
  }
}

/** The name of a folder as npm allows it. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return name === '' || name === 'coevo' ? 'my-coevo' : name
}
