import { UserError, type Json } from '../../core/index.ts'
import { policyOf, type Seats } from '../policy.ts'
import type { GameTree } from './enumerate.ts'

/** A probability for each action of each information set of a tree, at the set's offset. */
export type Strategy = Float64Array

/**
 * Asks policies for their probabilities in every information set.
 *
 * @throws UserError when a seat has no policy, or a policy's answer is no distribution over the legal actions.
 */
export function strategyOf<State extends Json>(tree: GameTree<State>, seats: Seats): Strategy {
  const strategy = new Float64Array(tree.slots)
  for (const { key, player, state, offset, actions } of tree.informationSets) {
    const policy = policyOf(seats, player)
    const probabilities = policy.probabilities(tree.game, state)
    const total = probabilities.reduce((sum, p) => sum + (p >= 0 ? p : Number.NaN), 0)
    if (probabilities.length !== actions.length || !(Math.abs(total - 1) < 1e-6))
      throw new UserError(
        `The policy '${policy.name}' gives ${probabilities.join(', ')} at '${key}', not a probability for each of ${actions.length} actions.`,
      )
    strategy.set(probabilities, offset)
  }
  return strategy
}

/** Writes a strategy as a table by information-state key. */
export function tableOf(tree: GameTree, strategy: Strategy): Map<string, readonly number[]> {
  return new Map(
    tree.informationSets.map(({ key, offset, actions }) => [
      key,
      Array.from(strategy.subarray(offset, offset + actions.length)),
    ]),
  )
}

/** Returns the expected return of each player when all follow the strategy. */
export function valuesOf(tree: GameTree, strategy: Strategy): number[] {
  const { actor, informationSet, informationSets, firstEdge, child, chance, returns, players } = tree
  const values = Float64Array.from(returns)
  for (let node = actor.length - 1; node >= 0; node--) {
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    const set = informationSet[node]!
    const offset = set < 0 ? 0 : informationSets[set]!.offset
    for (let edge = first; edge < end; edge++) {
      const probability = set < 0 ? chance[edge]! : strategy[offset + edge - first]!
      const from = child[edge]! * players
      for (let p = 0; p < players; p++) values[node * players + p]! += probability * values[from + p]!
    }
  }
  return Array.from(values.subarray(0, players))
}

/**
 * Returns, by node, the probability that the counted actors (players' indices, CHANCE) bring play there
 * when everybody else's moves are taken as certain.
 */
export function reachOf(
  tree: GameTree,
  strategy: Strategy,
  counted: (actor: number) => boolean,
): Float64Array {
  const { actor, informationSet, informationSets, firstEdge, child, chance } = tree
  const reach = new Float64Array(actor.length)
  reach[0] = 1
  for (let node = 0; node < actor.length; node++) {
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    const set = informationSet[node]!
    const offset = set < 0 ? 0 : informationSets[set]!.offset
    const counts = counted(actor[node]!)
    for (let edge = first; edge < end; edge++) {
      const probability = set < 0 ? chance[edge]! : strategy[offset + edge - first]!
      reach[child[edge]!]! += reach[node]! * (counts ? probability : 1)
    }
  }
  return reach
}
