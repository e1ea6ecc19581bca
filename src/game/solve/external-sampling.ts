import { stream } from '../../core/index.ts'
import { CHANCE, END, type GameTree } from './enumerate.ts'
import { normalise } from './regret.ts'
import { drawFrom } from './sampling.ts'
import { makeSolver, type Solver } from './solver.ts'

/**
 * Starts external-sampling Monte Carlo CFR over a tree: in each iteration every player in turn tries all
 * of its own actions, while one outcome of chance and one action of the others is drawn.
 *
 * A player's strategy joins the average where it is drawn: in the walk of the player before it, or in its
 * own where it plays alone.
 *
 * Source: Lanctot et al., "Monte Carlo sampling for regret minimization in extensive games" (2009).
 */
export function externalSampling(tree: GameTree, seed: number): Solver {
  const { players, actor, informationSet, slot, firstEdge, child, chance, returns } = tree
  const random = stream(seed, 'solve', 'es-mccfr')
  const regrets = new Float64Array(tree.slots)
  const sums = new Float64Array(tree.slots)
  const strategy = new Float64Array(tree.slots)
  /** What each action of the player's was worth; no information set lies below itself. */
  const tried = new Float64Array(tree.slots)

  const walk = (node: number, player: number): number => {
    const who = actor[node]!
    if (who === END) return returns[node * players + player]!
    const first = firstEdge[node]!
    const count = firstEdge[node + 1]! - first
    if (who === CHANCE) return walk(child[first + drawFrom(chance, first, count, random)]!, player)
    const start = slot[node]!
    normalise(tree, informationSet[node]!, regrets, strategy)
    if (who !== player) {
      if (player === (who + 1) % players)
        for (let a = 0; a < count; a++) sums[start + a]! += strategy[start + a]!
      return walk(child[first + drawFrom(strategy, start, count, random)]!, player)
    }
    for (let a = 0; a < count; a++) tried[start + a] = walk(child[first + a]!, player)
    let value = 0
    for (let a = 0; a < count; a++) value += strategy[start + a]! * tried[start + a]!
    for (let a = 0; a < count; a++) regrets[start + a]! += tried[start + a]! - value
    if (players === 1) for (let a = 0; a < count; a++) sums[start + a]! += strategy[start + a]!
    return value
  }

  return makeSolver(tree, sums, () => {
    for (let player = 0; player < players; player++) walk(0, player)
  })
}
