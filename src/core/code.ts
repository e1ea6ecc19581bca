import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What something was computed with: SHA-256, in hexadecimal digits. */
export interface Code {
  /** Of coevo's own code, the command line left out. */
  readonly coevo: string
  /** Of the user's file and of all that it imports locally, by their paths from its folder. */
  readonly files: Readonly<Record<string, string>>
}

/** Where coevo's own code lies: the repository, or dist/ of the package. */
const ROOT = new URL('../../', import.meta.url)
/** What can change a result. */
const ROOMS = ['src', 'agents', 'games', 'tasks', 'protocols', 'scenarios']
const TERMINAL = join('src', 'cli')

let own: string | undefined

/** Returns the hash of coevo's own code: of the files that are there when it is first asked for. */
export function ownCode(): string {
  if (own !== undefined) return own
  const extension = extname(import.meta.url)
  const root = fileURLToPath(ROOT)
  const hash = createHash('sha256')
  for (const room of ROOMS)
    for (const file of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).toSorted()) {
      const path = join(room, file)
      if (extname(file) !== extension || path.startsWith(TERMINAL + sep)) continue
      hash.update(`${path.replaceAll(sep, '/')}\n`).update(readFileSync(join(root, path)))
    }
  return (own = hash.digest('hex'))
}

/** What each module imports, as file URLs, and the hash of each when it was first imported. */
const imports = new Map<string, Set<string>>()
const hashes = new Map<string, string>()
let watched = false

/** Records from now on what is imported by whom; what coevo and packages import is theirs. */
export function watchImports(): void {
  if (watched) return
  watched = true
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context)
      const { parentURL } = context
      if (parentURL !== undefined && isLocal(parentURL) && isLocal(resolved.url)) {
        imports.set(parentURL, (imports.get(parentURL) ?? new Set()).add(resolved.url))
        hashFile(resolved.url)
      }
      return resolved
    },
  })
}

/** Returns what user's files consist of, as they were when they were imported; paths are from the first one's folder. */
export function codeOf(path: string, ...more: readonly string[]): Code {
  // Node loads what a link leads to, and names its imports by that.
  const real = realpathSync(path)
  const reached = new Set(
    [real, ...more.map((entry) => realpathSync(entry))].map((entry) => pathToFileURL(entry).href),
  )
  // A set grows while it is walked through.
  for (const url of reached) for (const next of imports.get(url) ?? []) reached.add(next)
  const place = (url: string) => relative(dirname(real), fileURLToPath(url)).replaceAll(sep, '/')
  const files = [...reached].map((url) => [place(url), hashFile(url)] as const)
  return { coevo: ownCode(), files: Object.fromEntries(files.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

/** Names the files that have changed, come or gone between two states of code. */
export function changedFiles(before: Code, now: Code): string[] {
  const names = new Set([...Object.keys(before.files), ...Object.keys(now.files)])
  return [...names].filter((name) => before.files[name] !== now.files[name]).toSorted()
}

function hashFile(url: string): string {
  const known = hashes.get(url)
  if (known !== undefined) return known
  const hash = createHash('sha256')
    .update(readFileSync(fileURLToPath(url)))
    .digest('hex')
  hashes.set(url, hash)
  return hash
}

function isLocal(url: string): boolean {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return false
  return !ROOMS.some((room) => url.startsWith(`${ROOT.href}${room}/`))
}
