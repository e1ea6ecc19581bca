import { stream } from '../../core/index.ts'
import { CHANCE, END, type GameTree } from './enumerate.ts'
import { normalise } from './regret.ts'
import { drawFrom } from './sampling.ts'
import { makeSolver, type Solver } from './solver.ts'

/** How often the player whose regrets are updated tries any action with the same probability. */
const EXPLORATION = 0.6

/**
 * Starts outcome-sampling Monte Carlo CFR over a tree: an iteration plays one game for every player, and
 * corrects what it saw by the probability of having seen it.
 *
 * The player in question explores (ε = 0.6), the others and chance play as they are. A strategy joins the
 * average in the walks of the other players (in its own where it plays alone), weighed by its probability of
 * getting there over that of the sample: there they explore, and what they avoid at present is averaged
 * too. Its own walk would never get there.
 *
 * Source: Lanctot et al., "Monte Carlo sampling for regret minimization in extensive games" (2009), with
 * stochastically-weighted averaging.
 */
export function outcomeSampling(tree: GameTree, seed: number): Solver {
  const { players, actor, informationSet, slot, firstEdge, child, chance, returns } = tree
  const random = stream(seed, 'solve', 'os-mccfr')
  const regrets = new Float64Array(tree.slots)
  const sums = new Float64Array(tree.slots)
  const strategy = new Float64Array(tree.slots)
  /** By player: its own probability of getting to where the walk is. */
  const reach = new Float64Array(players).fill(1)

  /** `others`, `sample`: the probabilities of getting here by all but the player, and in sampling. */
  const play = (node: number, player: number, others: number, sample: number): number => {
    const who = actor[node]!
    if (who === END) return returns[node * players + player]!
    const first = firstEdge[node]!
    const count = firstEdge[node + 1]! - first
    if (who === CHANCE) {
      const drawn = drawFrom(chance, first, count, random)
      const p = chance[first + drawn]!
      return play(child[first + drawn]!, player, others * p, sample * p)
    }
    const start = slot[node]!
    normalise(tree, informationSet[node]!, regrets, strategy)
    const own = reach[who]!
    if (who !== player || players === 1)
      for (let a = 0; a < count; a++) sums[start + a]! += (own / sample) * strategy[start + a]!
    const explores = who === player && random.uniform() < EXPLORATION
    const drawn = explores ? random.int(count) : drawFrom(strategy, start, count, random)
    const p = strategy[start + drawn]!
    const q = who === player ? EXPLORATION / count + (1 - EXPLORATION) * p : p
    reach[who] = own * p
    const below = play(child[first + drawn]!, player, who === player ? others : others * p, sample * q)
    reach[who] = own
    if (who !== player) return below
    const sampled = below / q
    const value = p * sampled
    for (let a = 0; a < count; a++)
      regrets[start + a]! += (others / sample) * ((a === drawn ? sampled : 0) - value)
    return value
  }

  return makeSolver(tree, sums, () => {
    for (let player = 0; player < players; player++) play(0, player, 1, 1)
  })
}
