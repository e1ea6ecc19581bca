import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, messageOf, UserError, type OptionValues } from '../../core/index.ts'
import type { Scenario } from '../define.ts'
import { resolveOptions } from '../options.ts'
import { measureSchema, synopsisSchema } from './schema.ts'

const RECORD = 'study.json'
const optionsSchema = z.record(z.string(), z.json())

const recordSchema = z.strictObject({
  scenario: z.string(),
  /** The path of a user's file; null for a scenario that ships. */
  source: z.string().nullable(),
  title: z.string(),
  paper: z.string().nullable(),
  description: z.string().nullable(),
  synopsis: synopsisSchema.nullable(),
  /** What was set for all arms. */
  set: optionsSchema,
  arms: z.record(
    z.string(),
    z.strictObject({
      description: z.string().nullable(),
      /** What the arm sets, and all that it comes to. */
      set: optionsSchema,
      options: optionsSchema,
    }),
  ),
  seeds: z.array(z.int()),
  measures: z.array(measureSchema),
})

/** What a study is to run, as study.json beside its runs keeps it. */
export type StudyRecord = z.output<typeof recordSchema>

/** One run of a study. */
export interface StudyJob {
  readonly arm: string
  readonly seed: number
  readonly options: OptionValues
}

/**
 * Resolves a scenario's study for some seeds.
 *
 * @throws UserError for a scenario without a study, and for options that are unknown or that arms set themselves.
 */
export function planStudy(
  { scenario, source }: { readonly scenario: Scenario; readonly source: string | null },
  { seeds, set }: { readonly seeds: readonly number[]; readonly set: OptionValues },
): StudyRecord {
  const { name, title, paper = null, description = null, synopsis = null, study } = scenario
  if (study === undefined)
    throw new UserError(
      `Scenario '${name}' has no study, which says what to compare: give it one, or run it alone with 'coevo run'.`,
    )
  const arms = Object.entries(study.arms).map(([arm, { description: text = null, options }]) => {
    const own = options as OptionValues
    const taken = Object.keys(set).find((option) => Object.hasOwn(own, option))
    if (taken !== undefined)
      throw new UserError(
        `--set ${taken} cannot hold for the whole study of '${name}': its arm '${arm}' sets it to ${JSON.stringify(own[taken])}.`,
      )
    const resolved = resolveOptions(scenario, { ...set, ...own })
    return [arm, { description: text, set: { ...own }, options: { ...resolved } }] as const
  })
  const all = resolveOptions(scenario, set)
  return recordSchema.parse({
    scenario: name,
    source,
    title,
    paper,
    description,
    synopsis,
    set: Object.fromEntries(Object.keys(set).map((option) => [option, all[option]])),
    arms: Object.fromEntries(arms),
    seeds: [...new Set(seeds)].toSorted((a, b) => a - b),
    measures: study.measures,
  })
}

/** Lists the runs of a study: arm by arm, so that the seeds of one are done before the next begins. */
export function studyJobs(
  record: StudyRecord,
  arms: readonly string[] = Object.keys(record.arms),
): StudyJob[] {
  return arms.flatMap((arm) =>
    record.seeds.map((seed) => ({ arm, seed, options: record.arms[arm]!.options })),
  )
}

/** Writes a study's record; seeds of an earlier one with the same options stay in it. */
export function writeRecord(folder: string, record: StudyRecord): void {
  const earlier = existsSync(join(folder, RECORD)) ? readRecord(folder).set : null
  const same = earlier !== null && canonicalJson(earlier) === canonicalJson(record.set)
  const seeds = same ? [...new Set([...readRecord(folder).seeds, ...record.seeds])] : record.seeds
  const merged = { ...record, seeds: seeds.toSorted((a, b) => a - b) }
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, RECORD), `${JSON.stringify(merged, null, 2)}\n`)
  } catch (error) {
    throw new UserError(
      `'${folder}' cannot hold a study (${messageOf(error)}): choose another place with --out.`,
      { cause: error },
    )
  }
}

/** @throws UserError for a folder without a study, and for a record that cannot be read. */
export function readRecord(folder: string): StudyRecord {
  const file = join(folder, RECORD)
  if (!existsSync(file))
    throw new UserError(`'${folder}' holds no study (it has no ${RECORD}): make one with 'coevo study'.`)
  try {
    return recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UserError(
      `'${file}' is not the record of a study: run 'coevo study' again, which writes it and keeps the runs.`,
      { cause: error },
    )
  }
}

/** Lists the studies of a folder by the names of their scenarios. */
export function studiesIn(out: string): string[] {
  if (!existsSync(out)) return []
  return readdirSync(out)
    .filter((name) => existsSync(join(out, name, RECORD)))
    .toSorted()
}
