import { z } from 'zod'
import type { System } from '../../check/index.ts'
import { loadDefault, shippedNames, UserError, type FileKind, type Loaded } from '../../core/index.ts'

const shape = z.object({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case'),
  title: z.string(),
  protocol: z.object({ name: z.string(), roles: z.record(z.string(), z.unknown()) }),
  agents: z.record(z.string(), z.unknown()),
  orders: z.array(z.unknown()),
  monitors: z.array(z.unknown()),
})

const PROTOCOL: FileKind = {
  word: 'protocol',
  folder: new URL('../../../protocols/', import.meta.url),
  is: (value) => shape.safeParse(value).success,
}

/** A system to check, and where threads find it. */
export interface LoadedSystem {
  readonly system: System
  readonly url: URL
}

/** Loads every system that ships, sorted by name. */
export function shippedSystems(): Promise<LoadedSystem[]> {
  return Promise.all(shippedNames(PROTOCOL).map(loadSystem))
}

/**
 * Loads a system that ships by its name, or a user's by the path of its .ts or .js file.
 *
 * @throws UserError when there is none, or when the file's default export is neither a system nor a
 * function that makes one of its defaults.
 */
export async function loadSystem(nameOrPath: string): Promise<LoadedSystem> {
  const loaded = await loadDefault(PROTOCOL, nameOrPath)
  const value =
    typeof loaded.value === 'function' ? make(loaded, loaded.value as () => unknown) : loaded.value
  const checked = shape.safeParse(value)
  if (checked.success) return { system: value as System, url: loaded.url }
  const { path: place, message } = checked.error.issues[0]!
  throw new UserError(
    `Protocol file '${loaded.path}' must export a system as default (export default defineSystem({ … })): ${place.join('.') || 'the default export'}: ${message}.`,
  )
}

function make({ path }: Loaded, build: () => unknown): unknown {
  try {
    return build()
  } catch (error) {
    if (error instanceof UserError) throw error
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    throw new UserError(`The system of protocol file '${path}' cannot be made: ${reason}`, { cause: error })
  }
}
