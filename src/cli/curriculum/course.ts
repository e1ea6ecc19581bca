import type { MetricRow } from '../../store/index.ts'

/** What a curriculum chose in each step of a run, as its metrics tell. */
export interface Course {
  readonly steps: readonly number[]
  /** By arm, the probability of its being drawn after each step. */
  readonly arms: Readonly<Record<string, Series>>
  /** By dimension of a box, where the points of each step were. */
  readonly dimensions: Readonly<Record<string, { readonly mean: Series; readonly spread: Series }>>
  /** By name, whatever else the curriculum goes by. */
  readonly others: Readonly<Record<string, Series>>
}

/** A value a step; null for a step that has none. */
export type Series = readonly (number | null)[]

export const PREFIX = 'curriculum/'

/** Numbers in names go by size: '2 digits' comes before '10 digits'. */
const byName = new Intl.Collator('en', { numeric: true }).compare

/** Reads metrics whose names begin with 'curriculum/'; null where there are none. */
export function courseOf(rows: readonly MetricRow[]): Course | null {
  if (rows.length === 0) return null
  const steps = [...new Set(rows.map(({ step }) => step))]
  const places = new Map(steps.map((step, i) => [step, i]))
  const series = new Map<string, (number | null)[]>()
  for (const { step, name, value } of rows) {
    const key = name.slice(PREFIX.length)
    if (!series.has(key))
      series.set(
        key,
        steps.map(() => null),
      )
    series.get(key)![places.get(step)!] = value
  }
  const names = [...series.keys()].toSorted(byName)
  const arms = names.filter((name) => !name.includes('/'))
  const dimensions = names.flatMap((name) => {
    const [dimension, of, ...rest] = name.split('/')
    return of === 'mean' && rest.length === 0 && series.has(`${dimension}/spread`) ? [dimension!] : []
  })
  const isPlotted = (name: string) =>
    arms.includes(name) || dimensions.some((each) => name === `${each}/mean` || name === `${each}/spread`)
  return {
    steps,
    arms: Object.fromEntries(arms.map((name) => [name, series.get(name)!])),
    dimensions: Object.fromEntries(
      dimensions.map((name) => [
        name,
        { mean: series.get(`${name}/mean`)!, spread: series.get(`${name}/spread`)! },
      ]),
    ),
    others: Object.fromEntries(
      names.filter((name) => !isPlotted(name)).map((name) => [name, series.get(name)!]),
    ),
  }
}
