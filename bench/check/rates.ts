import { median } from '../harness.ts'

/** The median of all repeats, the least and the most. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

/**
 * Takes turns between ways of doing something, a turn of each to get warm first.
 *
 * @param ways each does it once and returns how much it did.
 * @returns by name: how much a second.
 */
export async function inTurns<Name extends string>(
  repeats: number,
  ways: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, Spread>>> {
  const all = new Map<string, number[]>()
  for (let repeat = -1; repeat < repeats; repeat++)
    for (const [name, way] of Object.entries<() => Promise<number>>(ways)) {
      const start = performance.now()
      const amount = await way()
      const rate = (amount * 1000) / (performance.now() - start)
      if (repeat >= 0) all.set(name, [...(all.get(name) ?? []), rate])
    }
  return Object.fromEntries([...all].map(([name, rates]) => [name, spread(rates)])) as Record<Name, Spread>
}
