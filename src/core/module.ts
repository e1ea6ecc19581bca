import { existsSync, readdirSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { nearest, UserError } from './errors.ts'
import { importFailure } from './import-failure.ts'
import { titled } from './text.ts'

/** What a kind of file is called and where those lie that ship. */
export interface FileKind {
  /** 'scenario' */
  readonly word: string
  /** The URL of a folder, with a slash at its end. */
  readonly folder: URL
  /** Tells one from whatever else a module may export. */
  readonly is: (value: unknown) => boolean
}

/** What a file exports of its kind, and where the file lies. */
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
 * Imports the default export of a file that ships by its name, or of a user's .ts or .js file by its path; where there
 * is no default, the only export of that kind.
 *
 * @throws UserError when there is no file, when it cannot be imported, or when it exports several of the kind.
 */
export async function loadDefault(kind: FileKind, nameOrPath: string): Promise<Loaded> {
  const url = locate(kind, nameOrPath)
  const path = fileURLToPath(url)
  const module = await importModule(kind, url, path)
  return { value: theOne(kind, module, path), url, path, ships: !isPath(nameOrPath) }
}

type Module = Readonly<Record<string, unknown>>

async function importModule(kind: FileKind, url: URL, path: string): Promise<Module> {
  try {
    return (await import(url.href)) as Module
  } catch (error) {
    throw new UserError(
      `${titled(kind.word)} file '${path}' cannot be loaded: ${importFailure(path, error)}`,
      {
        cause: error,
      },
    )
  }
}

function theOne({ word, is }: FileKind, module: Module, path: string): unknown {
  if (module['default'] !== undefined) return module['default']
  const found = new Map(Object.entries(module).flatMap(([name, value]) => (is(value) ? [[value, name]] : [])))
  if (found.size <= 1) return [...found.keys()][0]
  throw new UserError(
    `${titled(word)} file '${path}' exports ${found.size} of them (${[...found.values()].join(', ')}): export the one that is meant as default.`,
  )
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
