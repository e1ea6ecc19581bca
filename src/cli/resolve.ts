import { registerHooks } from 'node:module'

/**
 * Lets a user's file import 'coevo', and what coevo itself is built on ('zod'), from wherever it lies.
 *
 * 'coevo' always means the copy that runs; any other package is the user's own where there is one.
 */
export function resolveFromCoevo(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const here = { ...context, parentURL: import.meta.url }
      if (/^coevo($|\/)/.test(specifier)) return nextResolve(specifier, here)
      try {
        return nextResolve(specifier, context)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|:/.test(specifier))
          throw error
        try {
          return nextResolve(specifier, here)
        } catch {
          throw error
        }
      }
    },
  })
}
