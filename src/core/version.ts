import { existsSync, readFileSync } from 'node:fs'

/** The folder of the package, with a slash at its end: it lies above both src/core and dist/src/core. */
export const PACKAGE: URL = ['../../', '../../../']
  .map((up) => new URL(up, import.meta.url))
  .find((folder) => existsSync(new URL('package.json', folder)))!

/** Returns the package's version. */
export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', PACKAGE), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
