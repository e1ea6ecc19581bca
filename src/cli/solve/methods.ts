import { lookUp, UserError } from '../../core/index.ts'
import {
  algorithms,
  enumerate,
  solveByLp,
  solveByMinimax,
  strategyOf,
  type Algorithm,
  type EnumerateOptions,
  type Game,
  type Strategy,
} from '../../game/index.ts'

/** A method that ends with the exact answer. */
export interface Exact {
  readonly description: string
  solve(game: Game, listing: EnumerateOptions): Promise<Strategy>
}

/** Every method that `coevo solve` knows, by name. */
export const METHODS: Readonly<Record<string, Algorithm | Exact>> = {
  ...algorithms,
  minimax: {
    description: 'perfect play of a game of perfect information',
    solve: async (game, listing) =>
      strategyOf(enumerate(game, listing), solveByMinimax(game, listing).policy),
  },
  lp: {
    description: 'the equilibrium of a zero-sum game, by linear programming',
    solve: async (game, listing) => (await solveByLp(enumerate(game, listing))).strategy,
  },
}

/** Names the method for a game when nobody does: perfect play where nothing is hidden. */
export function usualMethod({ facets }: Game): string {
  return facets.information === 'perfect' ? 'minimax' : 'cfr+'
}

/**
 * Finds a method by its name.
 *
 * @throws UserError when there is none, or when it takes no iterations and is given some.
 */
export function methodNamed(name: string, iterations: number | undefined): Algorithm | Exact {
  const method = lookUp('algorithm', name, METHODS)
  if (iterations !== undefined && 'solve' in method)
    throw new UserError(`The algorithm '${name}' is exact: leave --iterations out.`)
  return method
}
