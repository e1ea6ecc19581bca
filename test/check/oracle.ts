import type { CheckOptions, System } from 'coevo/check'
import { components, isFair, reaching, type Graph } from './endless.ts'
import { isBreach, Oracle, type Option } from './oracle-steps.ts'
import { textOf, type World } from './oracle-world.ts'

export interface Verdict {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** What breaks, as text; 'restless' aside. */
  readonly causes: ReadonlySet<string>
  /** True where from some world nothing can bring it to rest. */
  readonly mustBeRestless: boolean
  /** True where some endless run without faults takes whatever waits long enough. */
  readonly mayBeRestless: boolean
  /** Every world's text, by the text of the first that permuting agents of symmetric roles makes of it. */
  readonly orbits: number
}

/**
 * Visits every world of a system the slow way: nothing is shared with the checker but the contracts.
 *
 * @returns null where there are more worlds than it may visit.
 */
export function consult(system: System, options: CheckOptions, maxStates: number): Verdict | null {
  const oracle = new Oracle(system, options)
  const first = oracle.begin()
  const causes = new Set<string>()
  const worlds = new Map<string, { world: World; options: readonly Option[]; depth: number }>()
  const queue: string[] = []
  const enter = (world: World, depth: number) => {
    const key = textOf(world)
    if (worlds.has(key)) return
    const broken = oracle.broken(world)
    if (broken !== null) causes.add(broken)
    worlds.set(key, { world, options: broken === null ? oracle.options(world) : [], depth })
    queue.push(key)
  }
  if (isBreach(first)) throw new Error('an agent of a random system starts well')
  enter(first, 0)
  let depth = 0
  let transitions = 0
  const resting = new Set<string>()
  for (const key of queue) {
    if (worlds.size > maxStates) return null
    const here = worlds.get(key)!
    depth = here.depth
    if (oracle.broken(here.world) !== null) resting.add(key)
    else if (here.options.every(({ isFault }) => isFault)) {
      resting.add(key)
      const wrong = oracle.wrongAtRest(here.world)
      if (wrong !== null) causes.add(wrong)
    }
    for (const { to, isFault } of here.options) {
      transitions++
      if (!isBreach(to)) enter(to, here.depth + 1)
      else {
        causes.add(to.breaks)
        if (!isFault) resting.add(key)
      }
    }
  }
  const graph: Graph = new Map(
    [...worlds].map(([key, here]) => [
      key,
      here.options.flatMap(({ label, isFault, to }) =>
        isFault ? [] : [{ label, to: isBreach(to) ? null : textOf(to) }],
      ),
    ]),
  )
  return {
    states: worlds.size,
    transitions,
    depth,
    causes,
    mustBeRestless: reaching(graph, resting).size < worlds.size,
    mayBeRestless: components(graph).some((members) => isFair(graph, members)),
    orbits: new Set([...worlds.values()].map(({ world }) => oracle.orbitOf(world))).size,
  }
}
