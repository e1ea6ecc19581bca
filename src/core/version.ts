import { readFileSync } from 'node:fs'

/** Returns the package's version. Its package.json lies above both src/core and dist/src/core. */
export function packageVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const text = readFileSync(new URL(up, import.meta.url), 'utf8')
      return (JSON.parse(text) as { readonly version: string }).version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('The package has no package.json')
}
