import { UserError, type Json } from '../../core/index.ts'
import { policyOf, type Seats } from '../policy.ts'
import type { GameTree } from './enumerate.ts'
import { scratchOf } from './scratch.ts'

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
  const { inner, slot, firstEdge, child, chance, players } = tree
  const { values } = scratchOf(tree)
  for (let i = inner.length - 1; i >= 0; i--) {
    const node = inner[i]!
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    const start = slot[node]!
    const probabilities = start < 0 ? chance : strategy
    const shift = start < 0 ? 0 : start - first
    for (let player = 0; player < players; player++) {
      let value = 0
      for (let edge = first; edge < end; edge++)
        value += probabilities[edge + shift]! * values[child[edge]! * players + player]!
      values[node * players + player] = value
    }
  }
  return Array.from(values.subarray(0, players))
}

/**
 * Fills in, by node, the probability that the counted actors bring play there when everybody else's moves
 * are taken as certain. Counted is a player alone ('own'), or all but that player, chance included ('others').
 */
export function fillReach(
  tree: GameTree,
  strategy: Strategy,
  player: number,
  counted: 'own' | 'others',
  reach: Float64Array,
): Float64Array {
  const { inner, actor, slot, firstEdge, child, chance } = tree
  const own = counted === 'own'
  reach.fill(0)
  reach[0] = 1
  for (let i = 0; i < inner.length; i++) {
    const node = inner[i]!
    const here = reach[node]!
    if (here === 0) continue
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    if ((actor[node] === player) !== own) {
      for (let edge = first; edge < end; edge++) reach[child[edge]!]! += here
      continue
    }
    const start = slot[node]!
    const probabilities = start < 0 ? chance : strategy
    const shift = start < 0 ? 0 : start - first
    for (let edge = first; edge < end; edge++) reach[child[edge]!]! += here * probabilities[edge + shift]!
  }
  return reach
}
