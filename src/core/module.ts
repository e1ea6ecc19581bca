import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { codeOf, watchImports, type Code } from './code.ts'
import { nearest, UserError } from './errors.ts'
import { importFailure } from './import-failure.ts'
import { titled } from './text.ts'
import { workingAsync } from './waiting.ts'

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
  /** Of the file and of all that it imports locally, as they were when they were loaded; not of what ships. */
  readonly code: Code | null
}

/** What the name of a file may lack. */
const ENDINGS = ['.ts', '.mts', '.js', '.mjs']

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
  const ships = !isPath(nameOrPath)
  if (!ships) watchImports()
  const module = await importModule(kind, url, path)
  return { value: theOne(kind, module, path), url, path, ships, code: ships ? null : codeOf(path) }
}

type Module = Readonly<Record<string, unknown>>

async function importModule(kind: FileKind, url: URL, path: string): Promise<Module> {
  try {
    return await workingAsync(`the import of '${path}'`, () => import(url.href) as Promise<Module>)
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
    const paths = ['', ...ENDINGS].map((ending) => resolve(nameOrPath + ending))
    const found = paths.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    if (found !== undefined) return pathToFileURL(found)
    const what = existsSync(nameOrPath) ? ': that is a folder' : ''
    throw new UserError(`There is no ${kind.word} file '${nameOrPath}'${what}.`)
  }
  const names = shippedNames(kind)
  if (names.includes(nameOrPath)) return new URL(nameOrPath + EXTENSION, kind.folder)
  const guess = nearest(nameOrPath, names)
  throw new UserError(
    `There is no ${kind.word} '${nameOrPath}'${guess === undefined ? '.' : `; did you mean '${guess}'?`} Known: ${names.join(', ')}; a file of your own needs its path.`,
  )
}
