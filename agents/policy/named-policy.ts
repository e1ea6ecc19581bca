import { lookUp, UserError } from 'coevo/core'
import { solveByCfr, solveByMinimax, type Game, type GamePolicy } from 'coevo/game'
import { first, fromGamePolicy, uniform } from './game-policy.ts'
import type { Policy } from './policy.ts'
import { ismctsPolicy, mctsPolicy, minimaxPolicy } from './search-policy.ts'

/** A kind of policy that has a name on the command line. */
export interface NamedPolicy {
  readonly description: string
  /** What N in 'name:N' counts, and what it is when it is left out; absent where there is no N. */
  readonly number?: { readonly counts: string; readonly default: number | null }
  make(game: Game, number: number | null): Policy
}

const ITERATIONS = { counts: 'iterations', default: 1000 }
const SIMULATIONS = { counts: 'simulations', default: 1000 }

/** The policies that need no model, by name. */
export const namedPolicies: Readonly<Record<string, NamedPolicy>> = {
  uniform: { description: 'every legal action with the same probability', make: () => uniform },
  first: { description: 'the first legal action', make: () => first },
  equilibrium: {
    description: 'minimax where nothing is hidden, else the average of CFR+',
    number: ITERATIONS,
    make: (game, iterations: number) =>
      game.facets.information === 'perfect'
        ? solved(game, () => solveByMinimax(game).policy)
        : solved(game, () => solveByCfr(game, iterations)),
  },
  minimax: {
    description:
      'perfect play of a game of perfect information for two, or the best that is seen N moves ahead',
    number: { counts: 'moves', default: null },
    make: minimaxPolicy,
  },
  mcts: {
    description: 'Monte Carlo tree search of a game of perfect information, N simulations a move',
    number: SIMULATIONS,
    make: mctsPolicy,
  },
  ismcts: {
    description: 'Monte Carlo tree search over what the player knows, N simulations a move',
    number: SIMULATIONS,
    make: ismctsPolicy,
  },
  cfr: {
    description: 'the average strategy of N iterations of counterfactual regret minimisation',
    number: ITERATIONS,
    make: (game, iterations: number) => solved(game, () => solveByCfr(game, iterations, { variant: 'cfr' })),
  },
  'cfr+': {
    description: 'the same with regrets cut at zero and linear averaging',
    number: ITERATIONS,
    make: (game, iterations: number) => solved(game, () => solveByCfr(game, iterations)),
  },
}

/** Kinds of agents that a name does not say all of: what takes part in tournaments knows them. */
export const IN_TOURNAMENTS: ReadonlySet<string> = new Set([
  'checkpoint',
  'policy',
  'openai',
  'cmd',
  'file',
  'human',
])

/**
 * Makes the policy with this name for a game: 'uniform', 'first', 'equilibrium', 'minimax', 'mcts:500', 'cfr+:1000'.
 *
 * Solving waits for the first turn. @throws UserError for a name or a number that is none, and for a game that
 * the policy cannot play.
 */
export function namedPolicy(game: Game, text: string): Policy {
  const [name, argument] = text.split(/:(.*)/s) as [string, string | undefined]
  if (IN_TOURNAMENTS.has(name))
    throw new UserError(
      `'${name}' plays in tournaments only, for now: in a seat or as an opponent name one of ${Object.keys(namedPolicies).join(', ')}.`,
    )
  const known = lookUp('agent', name, namedPolicies)
  const { number } = known
  if (argument === undefined) return { ...known.make(game, number?.default ?? null), name: text }
  if (number === undefined) throw new UserError(`The agent '${name}' takes no number: write '${name}'.`)
  if (!/^[1-9]\d{0,6}$/.test(argument))
    throw new UserError(
      `'${text}' needs a number of ${number.counts} from 1 to 9999999: write '${name}:${number.default ?? 6}'.`,
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
