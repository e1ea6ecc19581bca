import { respond } from './best-response.ts'
import type { GameTree } from './enumerate.ts'
import { normalise } from './regret.ts'
import { scratchOf } from './scratch.ts'
import { makeSolver, type Solver } from './solver.ts'
import { fillReach, type Strategy } from './strategy.ts'

/**
 * Starts extensive-form fictitious play over a tree: from the uniform strategy on, every player's best
 * response to the average so far joins the average with equal weight.
 *
 * Strategies are averaged as their players would mix them before the game, that is weighed by the
 * probability with which each gets to an information set.
 *
 * Source: Heinrich, Lanctot and Silver, "Fictitious self-play in extensive-form games" (2015), XFP.
 */
export function fictitiousPlay(tree: GameTree): Solver {
  const sums = new Float64Array(tree.slots)
  const average = new Float64Array(tree.slots)
  const responses = new Float64Array(tree.slots)
  const sets = tree.informationSets.length
  for (let set = 0; set < sets; set++) normalise(tree, set, sums, average)
  addByReach(tree, average, sums)
  return makeSolver(tree, sums, () => {
    for (let player = 0; player < tree.players; player++) respond(tree, average, player, responses)
    addByReach(tree, responses, sums)
    for (let set = 0; set < sets; set++) normalise(tree, set, sums, average)
  })
}

/** Adds a strategy to sums, in each node weighed by its player's probability of getting there. */
function addByReach(tree: GameTree, strategy: Strategy, sums: Float64Array): void {
  const { inner, actor, slot, firstEdge } = tree
  const { own } = scratchOf(tree)
  for (let player = 0; player < tree.players; player++) {
    fillReach(tree, strategy, player, 'own', own)
    for (let i = 0; i < inner.length; i++) {
      const node = inner[i]!
      if (actor[node] !== player) continue
      const start = slot[node]!
      const count = firstEdge[node + 1]! - firstEdge[node]!
      for (let a = 0; a < count; a++) sums[start + a]! += own[node]! * strategy[start + a]!
    }
  }
}
