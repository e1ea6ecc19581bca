import type { Json } from '../../core/index.ts'
import {
  enumerate,
  mixInto,
  respond,
  strategyOf,
  uniform,
  valuesOf,
  type Game,
  type GameTree,
  type Seats,
  type Strategy,
} from '../../game/index.ts'
import type { MetaStrategy } from './normal-form.ts'
import type { Populations, PsroWorld } from './psro.ts'

/**
 * Opens a game that is small enough to PSRO: exact payoffs, and exact best responses. The policies are
 * strategy vectors of its tree, of which each player uses its own part.
 *
 * initial: what the players begin with. Default: uniform.
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export function exactWorld<State extends Json>(
  game: Game<State>,
  initial: Seats = uniform,
): PsroWorld<Strategy> {
  const tree = enumerate(game) as GameTree
  const { players, informationSets } = tree
  const begin = strategyOf(tree, initial)
  const setsOf = Array.from({ length: players }, (_, player) =>
    informationSets.filter((set) => set.player === player),
  )
  const copy = (player: number, from: Strategy, into: Strategy) => {
    for (const { offset, actions } of setsOf[player]!)
      into.set(from.subarray(offset, offset + actions.length), offset)
  }
  return {
    initial: setsOf.map(() => [begin]),
    payoffs(profile) {
      const strategy = new Float64Array(tree.slots)
      for (const [player, own] of profile.entries()) copy(player, own, strategy)
      return valuesOf(tree, strategy)
    },
    respond(player, populations, meta) {
      const strategy = mixtureOf(tree, populations, meta)
      const value = respond(tree, strategy, player, strategy)
      const policy = new Float64Array(tree.slots)
      copy(player, strategy, policy)
      return { policy, value }
    },
    same: (a, b) => a.every((probability, slot) => probability === b[slot]),
  }
}

/** Returns how players play who draw a strategy each by a meta-strategy, as one strategy of the tree. */
export function mixtureOf(tree: GameTree, populations: Populations<Strategy>, meta: MetaStrategy): Strategy {
  const strategy = new Float64Array(tree.slots)
  for (const [player, policies] of populations.entries())
    mixInto(tree, player, policies, meta[player]!, strategy)
  return strategy
}
