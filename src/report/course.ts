import type { MetricRow, RecordedRun, RunHeader } from '../store/index.ts'

/** A metric over the steps at which it was measured. */
export interface Curve {
  readonly steps: readonly number[]
  readonly values: readonly number[]
}

/** How the metric went that a run follows. */
export interface HeadlineCourse {
  readonly metric: string
  readonly better: 'higher' | 'lower'
  readonly first: number
  readonly last: number
  readonly best: number
  /** The step of the best. */
  readonly at: number
}

/** Gathers rows into a curve a metric, in the order of their names. */
export function curvesOf(rows: readonly MetricRow[]): ReadonlyMap<string, Curve> {
  const byName = Map.groupBy(rows, ({ name }) => name)
  return new Map(
    [...byName]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, all]) => [
        name,
        { steps: all.map(({ step }) => step), values: all.map(({ value }) => value) },
      ]),
  )
}

/** Tells the end of an interval, which belongs to another metric: 'winRate/uniform/low' to 'winRate/uniform'. */
export function isBound(name: string, among: { has(name: string): boolean }): boolean {
  return /\/(low|high)$/.test(name) && among.has(name.replace(/\/[^/]*$/, ''))
}

/** Names the metric that a run follows; runs of version 0.1 do not say it, and most of them follow NashConv. */
export function headlineOf({ plan }: RunHeader): { metric: string; better: 'higher' | 'lower' } {
  return plan === undefined
    ? { metric: 'nashConv', better: 'lower' }
    : { metric: plan.headline, better: plan.better }
}

/** Tells how a run's headline went; null where it was never measured. */
export function courseOf(header: RunHeader, run: RecordedRun): HeadlineCourse | null {
  const { metric, better } = headlineOf(header)
  const rows = run.metrics(metric).filter(({ name }) => name === metric)
  if (rows.length === 0) return null
  const isBetter = (a: number, b: number) => (better === 'lower' ? a < b : a > b)
  const best = rows.reduce((found, row) => (isBetter(row.value, found.value) ? row : found))
  return {
    metric,
    better,
    first: rows[0]!.value,
    last: rows.at(-1)!.value,
    best: best.value,
    at: best.step,
  }
}
