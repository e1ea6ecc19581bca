import type { PlayedMatch } from './played.ts'

/**
 * Finds the connected components of the graph of who met whom: the largest first, equals by name; agents by name.
 *
 * Ratings of different components stand on the prior alone.
 */
export function components(matches: readonly Pick<PlayedMatch, 'agents'>[]): string[][] {
  const together = new Map<string, Set<string>>()
  for (const { agents } of matches) {
    const [one, other] = agents.map((agent) => together.get(agent) ?? new Set([agent])) as [
      Set<string>,
      Set<string>,
    ]
    const [large, small] = one.size >= other.size ? [one, other] : [other, one]
    for (const agent of small) large.add(agent)
    for (const agent of [...small, ...agents]) together.set(agent, large)
  }
  return [...new Set(together.values())]
    .map((members) => [...members].toSorted())
    .toSorted((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1))
}
