import { canonicalJson, type OptionValues } from '../../core/index.ts'
import { readMetrics, type ListedRun, type MetricRow, type RunHeader } from '../../store/index.ts'
import { differenceOf, spreadOf, type Difference, type Spread, type Value } from './compare.ts'
import { measured } from './measure.ts'
import { readRecord, type StudyRecord } from './record.ts'
import { runOf } from './runs.ts'
import type { CompleteMeasure } from './schema.ts'

/** What a study has come to, all of it read from its folder. */
export interface StudyReport {
  readonly record: StudyRecord
  readonly arms: readonly ArmReport[]
  readonly measures: readonly MeasureReport[]
  /** What its runs were computed on and with, each once. */
  readonly machines: readonly Readonly<Record<string, string>>[]
  readonly versions: readonly Readonly<Record<string, string>>[]
  /** Of all its finished runs. */
  readonly seconds: number
}

/** What an arm did, by seed. */
export interface ArmReport {
  readonly arm: string
  readonly description: string | null
  /** What it sets. */
  readonly set: OptionValues
  readonly runs: readonly ArmRun[]
}

/** What one run of an arm cost. */
export interface ArmRun {
  readonly seed: number
  /** Why its values are missing, if they are. */
  readonly state: 'finished' | 'unfinished' | 'not run'
  readonly steps: number
  readonly sessions: number
  /** Of the turns learned from, prompts included. */
  readonly tokens: number
  readonly seconds: number
}

/** What a measure is in each arm. */
export interface MeasureReport {
  readonly measure: CompleteMeasure
  readonly arms: readonly {
    readonly arm: string
    /** By seed. */
    readonly values: readonly Value[]
    readonly spread: Spread | null
    /** From the first arm; null of itself. */
    readonly difference: Difference | null
  }[]
}

/** Reports a study from its folder. @throws UserError for a folder without one. */
export function reportStudy(folder: string): StudyReport {
  const record = readRecord(folder)
  const arms = Object.entries(record.arms).map(([arm, { description, set, options }]) => {
    const read = record.seeds.map((seed) => readRun(runOf(folder, { arm, seed, options }), seed))
    return { report: { arm, description, set, runs: read.map(({ run }) => run) }, read }
  })
  const read = arms.flatMap((arm) => arm.read)
  const headers = read.flatMap(({ header }) => (header === null ? [] : [header]))
  return {
    record,
    arms: arms.map(({ report }) => report),
    measures: record.measures.map((measure) => {
      const values = arms.map((arm) => arm.read.map(({ rows }) => valueOf(measure, rows)))
      return {
        measure,
        arms: arms.map(({ report: { arm } }, i) => ({
          arm,
          values: values[i]!,
          spread: spreadOf(values[i]!),
          difference: i === 0 ? null : differenceOf(values[i]!, values[0]!),
        })),
      }
    }),
    machines: distinct(headers.flatMap(({ machine }) => (machine === undefined ? [] : [machine]))),
    versions: distinct(headers.map(({ versions }) => versions)),
    seconds: read.reduce((sum, { run }) => sum + run.seconds, 0),
  }
}

/** What is read of a run; of one that is not finished, no more than that. */
interface ReadRun {
  readonly run: ArmRun
  readonly header: RunHeader | null
  readonly rows: readonly MetricRow[] | null
}

function readRun(listed: ListedRun | undefined, seed: number): ReadRun {
  if (listed?.finished !== true) {
    const state = listed === undefined ? 'not run' : 'unfinished'
    return { run: { seed, state, steps: 0, sessions: 0, tokens: 0, seconds: 0 }, header: null, rows: null }
  }
  const rows = readMetrics(listed.folder)
  const total = (wanted: (name: string) => boolean) =>
    rows.reduce((sum, { name, value }) => (wanted(name) ? sum + value : sum), 0)
  const run: ArmRun = {
    seed,
    state: 'finished',
    steps: rows.at(-1)?.step ?? 0,
    sessions: total((name) => name === 'games'),
    tokens: total((name) => name === 'tokens'),
    seconds: total((name) => name.startsWith('seconds/')),
  }
  return { run, header: listed.header, rows }
}

function valueOf(measure: CompleteMeasure, rows: readonly MetricRow[] | null): Value {
  if (rows === null) return undefined
  return measured(
    measure,
    rows.filter(({ name }) => name === measure.metric),
  )
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()]
}
