import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cacheRoot, canonicalJson, digest, UserError, type Json } from '../core/index.ts'
import type { FileEntry } from './digest.ts'
import { guardAsync } from './fault.ts'
import { firstDamaged, makeFolders, syncFolder, syncTree, writeAtomically } from './file.ts'

/**
 * Folders that need not be made again, by what they were made from.
 *
 * A key is plain data and names everything that decides the content, the version of whatever writes it included.
 * Whoever uses an entry reads it and changes nothing in it. Processes may share a cache.
 */
export interface Cache {
  /** Returns the entry's folder; null where there is none, or where a file of it has changed since. */
  find(key: Json): string | null
  /**
   * Makes an entry, in place of one that is there. The entry appears complete or not at all.
   *
   * @param write fills the empty folder that it is given.
   * @throws what `write` threw; UserError when the cache cannot be written.
   */
  keep(key: Json, write: (folder: string) => void | Promise<void>): Promise<string>
  /** Finds an entry, or makes it. */
  folder(key: Json, write: (folder: string) => void | Promise<void>): Promise<string>
}

const ENTRY = 'entry.json'
const FILES = 'files'
const UNFINISHED = '.new-'
/** What is left of a process that was killed is removed once it is so old, in milliseconds. */
const DAY = 86_400_000

/** Opens the cache of a kind of thing: 'solutions'. Nothing is written before something is kept. */
export function openCache(kind: string, root = cacheRoot()): Cache {
  const place = join(root, kind)
  const nameOf = (key: Json) => join(place, digest(key))

  const find = (key: Json) => {
    const name = nameOf(key)
    const folder = join(name, FILES)
    try {
      const entry = JSON.parse(readFileSync(join(name, ENTRY), 'utf8')) as Entry
      const same = canonicalJson(entry.key) === canonicalJson(key)
      return same && firstDamaged(folder, entry.files) === undefined ? folder : null
    } catch {
      return null
    }
  }

  const make = async (
    key: Json,
    write: (folder: string) => void | Promise<void>,
    publish: (from: string) => void,
  ) => {
    const from = join(place, UNFINISHED + randomUUID())
    const remedies = {
      full: 'try again',
      closed: 'give yourself write permission there or name another folder in COEVO_CACHE',
    }
    const work = async () => {
      makeFolder(place)
      try {
        mkdirSync(join(from, FILES), { recursive: true })
        await write(join(from, FILES))
        const entry: Entry = { key, files: syncTree(join(from, FILES)) }
        writeAtomically(join(from, ENTRY), `${JSON.stringify(entry)}\n`)
        removeUnfinished(place, statSync(join(from, ENTRY)).mtimeMs - DAY)
        publish(from)
        syncFolder(place)
      } finally {
        rmSync(from, { recursive: true, force: true })
      }
    }
    await guardAsync(place, work, remedies)
    return join(nameOf(key), FILES)
  }

  return {
    find,
    keep: (key, write) => make(key, write, (from) => replace(from, nameOf(key))),
    folder: async (key, write) =>
      find(key) ??
      make(key, write, (from) => {
        // Another process may have been faster; who reads its entry must not lose it.
        if (find(key) === null) replace(from, nameOf(key))
      }),
  }
}

interface Entry {
  readonly key: Json
  readonly files: readonly FileEntry[]
}

function makeFolder(path: string): void {
  try {
    makeFolders(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error
    throw new UserError(`'${path}' cannot be a folder, and is to be a cache: name another in COEVO_CACHE.`)
  }
}

/** Renames a folder, over one that may have the name already. */
function replace(from: string, to: string): void {
  for (;;) {
    const old = `${from}-old`
    try {
      renameSync(to, old)
      rmSync(old, { recursive: true, force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    try {
      return renameSync(from, to)
    } catch (error) {
      // Somebody else has taken the name in between.
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
    }
  }
}

/** Removes what was begun before a time, in milliseconds, and never finished. */
function removeUnfinished(place: string, before: number): void {
  for (const name of readdirSync(place)) {
    const path = join(place, name)
    const begun = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before
    if (name.startsWith(UNFINISHED) && begun < before) rmSync(path, { recursive: true, force: true })
  }
}
