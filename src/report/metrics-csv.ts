import { csvText } from '../core/index.ts'
import type { MetricRow } from '../store/index.ts'

/** Writes metrics as comma-separated values: a row a step, a column a metric, empty where it was not measured. */
export function metricsCsv(rows: readonly MetricRow[]): string {
  const names = [...new Set(rows.map(({ name }) => name))].toSorted()
  const steps = Map.groupBy(rows, ({ step }) => step)
  const lines = [...steps].map(([step, all]) => {
    const values = new Map(all.map(({ name, value }) => [name, value]))
    return [step, ...names.map((name) => values.get(name) ?? '')]
  })
  return csvText([['step', ...names], ...lines])
}
