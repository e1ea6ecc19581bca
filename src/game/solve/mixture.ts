import type { GameTree } from './enumerate.ts'
import { normalise } from './regret.ts'
import { scratchOf } from './scratch.ts'
import { fillReach, type Strategy } from './strategy.ts'

/**
 * Writes into a strategy how a player plays that draws one of several strategies before the game and keeps
 * to it: in an information set each counts as much as it gets there. Uniform where none does.
 *
 * Exact under perfect recall, where no state is reached by different moves of the player's own (Kuhn 1953).
 *
 * @param weights a probability for each of the strategies.
 */
export function mixInto(
  tree: GameTree,
  player: number,
  strategies: readonly Strategy[],
  weights: readonly number[],
  into: Strategy,
): void {
  const { informationSets, firstSlot } = tree
  const sums = new Float64Array(tree.slots)
  for (const [k, strategy] of strategies.entries()) {
    if (weights[k] === 0) continue
    const own = fillReach(tree, strategy, player, 'own', scratchOf(tree).own)
    for (const { player: owner, nodes, offset, actions } of informationSets) {
      if (owner !== player) continue
      let reach = 0
      for (let n = 0; n < nodes.length; n++) reach += own[nodes[n]!]!
      for (let slot = offset; slot < offset + actions.length; slot++)
        sums[slot]! += weights[k]! * reach * strategy[slot]!
    }
  }
  for (let set = 0; set + 1 < firstSlot.length; set++)
    if (informationSets[set]!.player === player) normalise(tree, set, sums, into)
}
