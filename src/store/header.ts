import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, oneLine, UserError } from '../core/index.ts'
import { identityOf } from './digest.ts'
import { HEADER, requireRun } from './folder.ts'
import type { RunHeader } from './store.ts'

const code = z.strictObject({ coevo: z.string(), files: z.record(z.string(), z.string()) })
const versions = z.record(z.string(), z.string())

const schema = z.strictObject({
  scenario: z.string(),
  source: z.string().nullable(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  options: z.record(z.string(), z.json()),
  versions,
  code: code.optional(),
  changes: z.array(z.strictObject({ step: z.int(), versions, code: code.optional() })).optional(),
  machine: z.record(z.string(), z.string()).optional(),
  plan: z
    .strictObject({ headline: z.string(), better: z.enum(['higher', 'lower']), steps: z.int() })
    .optional(),
  set: z.array(z.string()).optional(),
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
    // JSON's own message holds a piece of the file.
    const detail = oneLine(error instanceof z.ZodError ? z.prettifyError(error) : String(error))
    throw new UserError(
      `'${file}' is not the description of a run (${detail}): restore it from a copy, or start the run again.`,
      { cause: error },
    )
  }
}

/**
 * Refuses a header that says something else than the database knows.
 *
 * @throws UserError naming what was changed, and what it was.
 */
export function checkIdentity(folder: string, header: RunHeader, identity: string | null): void {
  if (identity === null || identity === identityOf(header)) return
  const begun = JSON.parse(identity) as Pick<RunHeader, 'scenario' | 'seed' | 'options'>
  const pairs = (run: typeof begun) =>
    Object.entries<unknown>({ scenario: run.scenario, seed: run.seed, ...run.options })
  const was = new Map(pairs(begun))
  const is = new Map(pairs(header))
  const text = (value: unknown) => (value === undefined ? 'missing' : canonicalJson(value))
  const name = [...was.keys(), ...is.keys()].find((key) => text(was.get(key)) !== text(is.get(key)))!
  throw new UserError(
    `'${join(folder, HEADER)}' has been changed: ${name} is ${text(is.get(name))} there, and the run was begun with ${text(was.get(name))}; put that back, or begin another run.`,
  )
}
