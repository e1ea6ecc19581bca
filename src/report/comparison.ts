import { canonicalJson, type Json } from '../core/index.ts'
import { readHeader, readRun } from '../store/index.ts'
import { curvesOf, type Curve } from './course.ts'
import { outlineFrom, type RunOutline } from './outline.ts'

/** Runs side by side; everything is by run, in their order. */
export interface Comparison {
  readonly runs: readonly RunOutline[]
  /** Scenario, seed and the options that are not the same in all; null where a run lacks it. */
  readonly options: Readonly<Record<string, readonly (Json | null)[]>>
  /** The last value of each metric that does not depend on the clock; null where a run lacks it. */
  readonly metrics: Readonly<Record<string, readonly (number | null)[]>>
  /** The headline of each run; null where it was never measured. */
  readonly curves: readonly (Curve | null)[]
}

/** Compares runs, also while they go on. @throws UserError for one that is damaged. */
export function compareRuns(folders: readonly string[]): Comparison {
  const all = folders.map((folder) => {
    const header = readHeader(folder)
    return readRun(folder, (run) => {
      const outline = outlineFrom(folder, header, run)
      return { header, outline, curves: curvesOf(run.metrics().filter(({ timing }) => !timing)) }
    })
  })
  const options = all.map(({ header: { scenario, seed, options } }) => ({ scenario, seed, ...options }))
  const names = (objects: readonly object[]) => [...new Set(objects.flatMap((each) => Object.keys(each)))]
  const rows = names(options).map((name): [string, (Json | null)[]] => [
    name,
    options.map((each) => (each as Record<string, Json>)[name] ?? null),
  ])
  const metrics = [...new Set(all.flatMap(({ curves }) => [...curves.keys()]))].toSorted()
  return {
    runs: all.map(({ outline }) => outline),
    options: Object.fromEntries(
      rows.filter(([, values]) => new Set(values.map((value) => canonicalJson(value))).size > 1),
    ),
    metrics: Object.fromEntries(
      metrics.map((name) => [name, all.map(({ curves }) => curves.get(name)?.values.at(-1) ?? null)]),
    ),
    curves: all.map(({ outline, curves }) => curves.get(outline.headline?.metric ?? '') ?? null),
  }
}
