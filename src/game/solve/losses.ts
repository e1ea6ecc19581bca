import { respond } from './best-response.ts'
import type { GameTree } from './enumerate.ts'
import type { Strategy } from './strategy.ts'
import { scratchOf } from './scratch.ts'

/**
 * Returns what a strategy loses in each information set, in the game's units a play, when it plays every seat.
 *
 * A player's loss there is how likely play comes there, times how much less its action is worth, in the mean, than the
 * best one, both valued by the player's best response from there on. It is 0 or more, and the losses of all sets add up
 * to NashConv: Kakade and Langford, "Approximately Optimal Approximate Reinforcement Learning" (2002), lemma 6.1,
 * taken of the best response against the policy.
 */
export function lossesOf(tree: GameTree, strategy: Strategy): Float64Array {
  const { informationSets, firstSlot, firstEdge, child, players } = tree
  const reach = reachOf(tree, strategy)
  const losses = new Float64Array(informationSets.length)
  for (let player = 0; player < players; player++) {
    respond(tree, strategy, player)
    // What the response is worth in every node, which it leaves behind.
    const values = scratchOf(tree).valuesOf[player]!
    for (const [set, { player: owner, nodes }] of informationSets.entries()) {
      if (owner !== player) continue
      const offset = firstSlot[set]!
      const count = firstSlot[set + 1]! - offset
      for (const node of nodes) {
        let mean = 0
        for (let action = 0; action < count; action++)
          mean += strategy[offset + action]! * values[child[firstEdge[node]! + action]!]!
        losses[set]! += reach[node]! * (values[node]! - mean)
      }
    }
  }
  return losses
}

/** Returns, by node, how likely play comes there. */
export function reachOf(tree: GameTree, strategy: Strategy): Float64Array {
  const { inner, actor, slot, firstEdge, child, chance } = tree
  const reach = new Float64Array(actor.length)
  reach[0] = 1
  for (const node of inner) {
    const first = firstEdge[node]!
    const start = slot[node]!
    for (let edge = first; edge < firstEdge[node + 1]!; edge++)
      reach[child[edge]!]! += reach[node]! * (start < 0 ? chance[edge]! : strategy[start + edge - first]!)
  }
  return reach
}
