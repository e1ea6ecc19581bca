import type { GameTree } from './enumerate.ts'
import { scratchOf } from './scratch.ts'
import { fillReach, type Strategy } from './strategy.ts'

/**
 * Sets an information set's probabilities in proportion to the positive parts of numbers; uniform where
 * there is none (regret matching).
 */
export function normalise(tree: GameTree, set: number, numbers: Float64Array, into: Strategy): void {
  const first = tree.firstSlot[set]!
  const end = tree.firstSlot[set + 1]!
  let total = 0
  for (let slot = first; slot < end; slot++) total += Math.max(numbers[slot]!, 0)
  for (let slot = first; slot < end; slot++)
    into[slot] = total > 0 ? Math.max(numbers[slot]!, 0) / total : 1 / (end - first)
}

/** Lists the information sets of each player. */
export function setsByPlayer({ players, informationSets }: GameTree): Int32Array[] {
  return Array.from({ length: players }, (_, player) =>
    Int32Array.from(informationSets.keys().filter((set) => informationSets[set]!.player === player)),
  )
}

/**
 * Adds a player's counterfactual regrets under a strategy profile and, by the player's own reach, its
 * strategy to a weighted sum.
 *
 * Source: Zinkevich et al., "Regret minimization in games with incomplete information" (2007), eqs. 4–7.
 */
export function addRegrets(
  tree: GameTree,
  strategy: Strategy,
  player: number,
  regrets: Float64Array,
  sums: Float64Array,
  weight: number,
): void {
  const { inner, actor, slot, firstEdge, child, chance } = tree
  const scratch = scratchOf(tree)
  const others = fillReach(tree, strategy, player, 'others', scratch.others)
  const own = fillReach(tree, strategy, player, 'own', scratch.own)
  const values = scratch.valuesOf[player]!
  for (let i = inner.length - 1; i >= 0; i--) {
    const node = inner[i]!
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    const start = slot[node]!
    const probabilities = start < 0 ? chance : strategy
    const shift = start < 0 ? 0 : start - first
    let value = 0
    for (let edge = first; edge < end; edge++) value += probabilities[edge + shift]! * values[child[edge]!]!
    values[node] = value
    if (actor[node] !== player) continue
    const regretWeight = others[node]!
    const sumWeight = weight * own[node]!
    for (let edge = first; edge < end; edge++) {
      regrets[edge + shift]! += regretWeight * (values[child[edge]!]! - value)
      sums[edge + shift]! += sumWeight * strategy[edge + shift]!
    }
  }
}
