import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { nearest, UserError } from './errors.ts'
import { titled } from './text.ts'

/** What a kind of file is called and where those lie that ship. */
export interface FileKind {
  /** 'scenario' */
  readonly word: string
  /** The URL of a folder, with a slash at its end. */
  readonly folder: URL
}

/** A file's default export, and where the file lies. */
export interface Loaded {
  readonly value: unknown
  readonly url: URL
  /** The absolute path of the file. */
  readonly path: string
  /** True for one that was named, false for one whose path was given. */
  readonly ships: boolean
}

/** What ships is TypeScript in the repository and JavaScript in the package, as this file is. */
const EXTENSION = extname(import.meta.url)

/** Lists the files of a kind that ship by name, sorted. */
export function shippedNames({ folder }: FileKind): string[] {
  return readdirSync(folder)
    .filter((file) => extname(file) === EXTENSION)
    .map((file) => basename(file, EXTENSION))
    .toSorted()
}

/**
 * Imports the default export of a file that ships by its name, or of a user's .ts or .js file by its path.
 *
 * @throws UserError when there is none, or when it cannot be imported.
 */
export async function loadDefault(kind: FileKind, nameOrPath: string): Promise<Loaded> {
  const url = locate(kind, nameOrPath)
  const path = fileURLToPath(url)
  try {
    const { default: value } = (await import(url.href)) as { readonly default?: unknown }
    return { value, url, path, ships: !isPath(nameOrPath) }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    throw new UserError(`${titled(kind.word)} file '${path}' cannot be loaded: ${reason}`, { cause: error })
  }
}

function isPath(nameOrPath: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(nameOrPath)
}

function locate(kind: FileKind, nameOrPath: string): URL {
  if (isPath(nameOrPath)) {
    const path = resolve(nameOrPath)
    if (!existsSync(path)) throw new UserError(`There is no ${kind.word} file '${nameOrPath}'.`)
    return pathToFileURL(path)
  }
  const names = shippedNames(kind)
  if (names.includes(nameOrPath)) return new URL(nameOrPath + EXTENSION, kind.folder)
  const guess = nearest(nameOrPath, names)
  throw new UserError(
    `There is no ${kind.word} '${nameOrPath}'${guess === undefined ? '.' : `; did you mean '${guess}'?`} Known: ${names.join(', ')}; a file of your own needs its path.`,
  )
}
