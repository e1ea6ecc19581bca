import { average } from '../../core/index.ts'
import type { MetricRow } from '../../store/index.ts'
import type { Measure } from './study.ts'

/** Takes a measure of one run: its metric's rows, by step. Null where there is none, or it never got there. */
export function measured(measure: Measure, rows: readonly MetricRow[]): number | null {
  const { of = 'last', better = 'higher' } = measure
  if (of === 'last') return rows.at(-1)?.value ?? null
  if (of === 'best') return rows.length === 0 ? null : bestOf(valuesOf(rows), better)
  if (of === 'mean') {
    // What a model is before training is no merit of the training.
    const values = valuesOf(rows.filter(({ step }) => step > 0))
    return values.length === 0 ? null : average(values)
  }
  const there = (value: number) => ('reaches' in of ? value >= of.reaches : value <= of.fallsTo)
  return rows.find(({ value }) => there(value))?.step ?? null
}

/** Returns the best of some values. */
export function bestOf(values: readonly number[], better: 'higher' | 'lower'): number {
  return better === 'lower' ? Math.min(...values) : Math.max(...values)
}

function valuesOf(rows: readonly MetricRow[]): number[] {
  return rows.map(({ value }) => value)
}
