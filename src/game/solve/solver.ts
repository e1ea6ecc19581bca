import type { PolicyTable } from '../policy.ts'
import type { GameTree } from './enumerate.ts'
import { normalise } from './regret.ts'
import { tableOf, type Strategy } from './strategy.ts'

/** An iterative method under way. What it converges to is its average strategy. */
export interface Solver {
  readonly tree: GameTree
  /** How many iterations were run. */
  readonly iterations: number
  /** Runs more iterations; in parts or through, the outcome is the same. */
  run(count: number): void
  /** The average strategy as a vector, for `nashConvOf`. */
  averageStrategy(): Strategy
  /** The average strategy by information-state key. */
  average(): PolicyTable
}

/**
 * Makes a solver of one iteration and of what it adds its strategies to.
 *
 * @param iterate runs iteration t = 1, 2, …
 * @param sums by slot: strategies summed, each weighed by its player's probability of getting there.
 */
export function makeSolver(tree: GameTree, sums: Float64Array, iterate: (t: number) => void): Solver {
  let iterations = 0
  const averageStrategy = () => {
    const average = new Float64Array(tree.slots)
    for (let set = 0; set < tree.informationSets.length; set++) normalise(tree, set, sums, average)
    return average
  }
  return {
    tree,
    get iterations() {
      return iterations
    },
    run(count) {
      for (let i = 0; i < count; i++) iterate(++iterations)
    },
    averageStrategy,
    average: () => tableOf(tree, averageStrategy()),
  }
}
