import { lookUp, UserError } from 'coevo/core'
import { solveByCfr, solveByMinimax, type Game, type GamePolicy } from 'coevo/game'
import { first, fromGamePolicy, uniform } from './game-policy.ts'
import type { Policy } from './policy.ts'

/** A kind of policy that has a name on the command line. */
export interface NamedPolicy {
  readonly description: string
  /** What N in 'name:N' is when it is left out; absent where there is no N. */
  readonly iterations?: number
  make(game: Game, iterations: number): Policy
}

const ITERATIONS = 1000

/** The policies that need no model, by name. */
export const namedPolicies: Readonly<Record<string, NamedPolicy>> = {
  uniform: { description: 'every legal action with the same probability', make: () => uniform },
  first: { description: 'the first legal action', make: () => first },
  equilibrium: {
    description: 'minimax where nothing is hidden, else the average of CFR+',
    iterations: ITERATIONS,
    make: (game, iterations) =>
      game.facets.information === 'perfect'
        ? solved(game, () => solveByMinimax(game).policy)
        : solved(game, () => solveByCfr(game, iterations)),
  },
  minimax: {
    description: 'perfect play of a game of perfect information',
    make: (game) => solved(game, () => solveByMinimax(game).policy),
  },
  cfr: {
    description: 'the average strategy of N iterations of counterfactual regret minimisation',
    iterations: ITERATIONS,
    make: (game, iterations) => solved(game, () => solveByCfr(game, iterations, { variant: 'cfr' })),
  },
  'cfr+': {
    description: 'the same with regrets cut at zero and linear averaging',
    iterations: ITERATIONS,
    make: (game, iterations) => solved(game, () => solveByCfr(game, iterations)),
  },
}

/**
 * Makes the policy with this name for a game: 'uniform', 'first', 'equilibrium', 'minimax', 'cfr+:1000'.
 *
 * Solving waits for the first turn. @throws UserError for a name or a number of iterations that is none.
 */
export function namedPolicy(game: Game, text: string): Policy {
  const [name, argument] = text.split(/:(.*)/s) as [string, string | undefined]
  const known = lookUp('agent', name, namedPolicies)
  if (argument === undefined) return { ...known.make(game, known.iterations ?? 0), name: text }
  if (known.iterations === undefined)
    throw new UserError(`The agent '${name}' takes no number: write '${name}'.`)
  if (!/^[1-9]\d{0,6}$/.test(argument))
    throw new UserError(
      `'${text}' needs a number of iterations from 1 to 9999999: write '${name}:${known.iterations}'.`,
    )
  return { ...known.make(game, Number(argument)), name: text }
}

/** Solves when the first turn comes, so that naming a policy costs nothing. */
function solved(game: Game, solve: () => GamePolicy): Policy {
  let policy: GamePolicy | null = null
  return fromGamePolicy(game, {
    name: 'solved',
    probabilities: (_, state) => (policy ??= solve()).probabilities(game, state),
  })
}
