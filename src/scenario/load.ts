import { z } from 'zod'
import { loadDefault, shippedNames, UserError, type Code, type FileKind } from '../core/index.ts'
import type { Scenario } from './define.ts'
import { studySchema, synopsisSchema } from './study/schema.ts'

const shape = z.object({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case'),
  title: z.string(),
  description: z.string().optional(),
  synopsis: synopsisSchema.optional(),
  study: studySchema.optional(),
  options: z.instanceof(z.ZodObject, { error: 'must be a zod object' }),
  build: z.function(),
})

const SCENARIO: FileKind = {
  word: 'scenario',
  folder: new URL('../../scenarios/', import.meta.url),
  is: (value) => shape.safeParse(value).success,
}

/** Lists the scenarios that ship, sorted by name. */
export function scenarioNames(): string[] {
  return shippedNames(SCENARIO)
}

/**
 * Loads a scenario that ships by its name, or a user's by the path of its .ts or .js file.
 *
 * `source` is null for one that ships and the absolute path otherwise; `code` is that of the user's file then.
 *
 * @throws UserError when there is none, or when the file does not export a scenario as default.
 */
export async function loadScenario(nameOrPath: string): Promise<{
  readonly scenario: Scenario
  readonly source: string | null
  readonly code: Code | undefined
}> {
  const { value, path, ships, code } = await loadDefault(SCENARIO, nameOrPath)
  const checked = shape.safeParse(value)
  if (checked.success)
    return { scenario: value as Scenario, source: ships ? null : path, code: code ?? undefined }
  const { path: place, message } = checked.error.issues[0]!
  throw new UserError(
    `Scenario file '${path}' must export a scenario as default (export default defineScenario({ … })): ${place.join('.') || 'the default export'}: ${message}.`,
  )
}
