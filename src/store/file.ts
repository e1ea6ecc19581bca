import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { FileEntry } from './digest.ts'

/** Makes a folder and those above it; mkdir's own recursion would say 'no such file' whatever went wrong. */
export function makeFolders(path: string): void {
  try {
    return mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || dirname(path) === path) throw error
  }
  makeFolders(dirname(path))
  // Another process may have made it by now.
  mkdirSync(path, { recursive: true })
}

/** Writes a small file so that a crash leaves either the old content or the new. */
export function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.tmp`
  try {
    writeFileSync(temporary, text, { flush: true })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(dirname(path))
}

/** Forces every file of a folder, and the folder, to the disk and lists them sorted by path. */
export function syncTree(folder: string): FileEntry[] {
  const files: FileEntry[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) syncFolder(path)
    else files.push({ path: relativePath(folder, path), ...digestFile(path, true) })
  }
  syncFolder(folder)
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Returns the first listed file that is missing or has other bytes; undefined when all are as listed. */
export function firstDamaged(folder: string, files: readonly FileEntry[]): string | undefined {
  return files.find(({ path, bytes, sha256 }) => {
    try {
      const now = digestFile(join(folder, path), false)
      return now.bytes !== bytes || now.sha256 !== sha256
    } catch {
      return true
    }
  })?.path
}

/** Makes renames and new names in a folder durable. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder, and needs no such call.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function digestFile(path: string, sync: boolean): { bytes: number; sha256: string } {
  const handle = openSync(path, sync ? 'r+' : 'r')
  try {
    if (sync) fsyncSync(handle)
    const hash = createHash('sha256')
    const chunk = new Uint8Array(1 << 20)
    let bytes = 0
    for (let n = readSync(handle, chunk); n > 0; n = readSync(handle, chunk)) {
      hash.update(chunk.subarray(0, n))
      bytes += n
    }
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    closeSync(handle)
  }
}

function relativePath(folder: string, path: string): string {
  return path.slice(folder.length + 1).replaceAll(sep, '/')
}
