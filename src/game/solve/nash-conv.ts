import type { Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { Seats } from '../policy.ts'
import { respond } from './best-response.ts'
import { enumerate, type GameTree } from './enumerate.ts'
import { strategyOf, valuesOf, type Strategy } from './strategy.ts'

/** How far a profile of policies is from equilibrium, in the game's units. */
export interface NashConv {
  /** The sum over players of what each could gain by a best response: 0 in equilibrium. */
  readonly nashConv: number
  /** NashConv divided by the number of players. */
  readonly exploitability: number
  /** By player: the expected return under the profile. */
  readonly values: readonly number[]
  /** By player: the expected return of a best response to the others. */
  readonly bestResponses: readonly number[]
}

/**
 * Computes NashConv exactly.
 *
 * Source: Lanctot et al., "A unified game-theoretic approach to multiagent reinforcement learning" (2017).
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export function nashConv<State extends Json>(game: Game<State>, seats: Seats): NashConv {
  const tree = enumerate(game)
  return nashConvOf(tree, strategyOf(tree, seats))
}

/** Computes NashConv of a strategy vector; for one that changes often. */
export function nashConvOf(tree: GameTree, strategy: Strategy): NashConv {
  const values = valuesOf(tree, strategy)
  const bestResponses = values.map((_, player) => respond(tree, strategy, player))
  const total = values.reduce((sum, value, player) => sum + (bestResponses[player]! - value), 0)
  return { nashConv: total, exploitability: total / tree.players, values, bestResponses }
}
