import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PACKAGE, UserError } from '../../core/index.ts'
import { manifestWith } from './manifest.ts'

/** The files of a new project as they are. */
const TEMPLATE = new URL('src/cli/init/template/', PACKAGE)

const IGNORED = 'node_modules/\nruns/\n'

/**
 * Writes a project into a folder, which is made if it is not there; what its package.json says stays.
 *
 * @returns the files that were written, sorted
 * @throws UserError when one of the files is there already, or cannot be written; nothing is overwritten.
 */
export function writeProject(folder: string): string[] {
  const texts = new Map(
    readdirSync(TEMPLATE).map((name) => [name, readFileSync(new URL(name, TEMPLATE), 'utf8')]),
  )
  // Not in the template, because npm would obey the one and take the other for a package of its own.
  if (!existsSync(join(folder, '.gitignore'))) texts.set('.gitignore', IGNORED)
  const there = [...texts.keys()].filter((name) => existsSync(join(folder, name)))
  if (there.length > 0)
    throw new UserError(
      `There is ${there.map((name) => `'${name}'`).join(', ')} in '${folder}' already, and nothing is overwritten: name a new folder (coevo init my-project).`,
    )
  const manifest = manifestWith(join(folder, 'package.json'), resolve(folder))
  try {
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of texts) writeFileSync(join(folder, name), text, { flag: 'wx' })
    writeFileSync(join(folder, 'package.json'), manifest)
  } catch (error) {
    const isFile = existsSync(folder) && !statSync(folder).isDirectory()
    const why = isFile ? 'it is a file' : (error as Error).message
    throw new UserError(`Nothing can be written into '${folder}' (${why}): name another folder.`, {
      cause: error,
    })
  }
  return [...texts.keys(), 'package.json'].toSorted()
}
