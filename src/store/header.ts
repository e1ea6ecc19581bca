import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../core/index.ts'
import { HEADER, requireRun } from './folder.ts'
import type { RunHeader } from './store.ts'

const schema = z.strictObject({
  scenario: z.string(),
  source: z.string().nullable(),
  seed: z.number(),
  options: z.record(z.string(), z.json()),
  versions: z.record(z.string(), z.string()),
  machine: z.record(z.string(), z.string()).optional(),
  settings: z.record(z.string(), z.json()),
})

/** Writes a header as the text of scenario.json. */
export function headerText(header: RunHeader): string {
  return `${JSON.stringify(schema.parse(header), null, 2)}\n`
}

/** Reads a run's header without opening the run. @throws UserError when the folder has none. */
export function readHeader(folder: string): RunHeader {
  requireRun(folder)
  const file = join(folder, HEADER)
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const detail =
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll(/\s+/g, ' ') : String(error)
    throw new UserError(
      `'${file}' is not the description of a run (${detail}): restore it from a copy, or start the run again.`,
      { cause: error },
    )
  }
}
