import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Returns where caches lie: `COEVO_CACHE`, else `coevo` in `XDG_CACHE_HOME`, else `~/.cache/coevo`. */
export function cacheRoot(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { COEVO_CACHE: own = '', XDG_CACHE_HOME: shared = '' } = environment
  if (own !== '') return own
  // The XDG specification has relative paths ignored.
  return join(isAbsolute(shared) ? shared : join(homedir(), '.cache'), 'coevo')
}
