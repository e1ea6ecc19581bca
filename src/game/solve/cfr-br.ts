import { respond } from './best-response.ts'
import type { GameTree } from './enumerate.ts'
import { addRegrets, normalise, setsByPlayer } from './regret.ts'
import { makeSolver, type Solver } from './solver.ts'

/**
 * Starts CFR-BR over a tree: every player minimises regret against best responses to what the players
 * do at the time.
 *
 * Source: Johanson et al., "Finding optimal abstract strategies in extensive-form games" (2012); for all
 * players at once as in OpenSpiel (`cfr_br.py`).
 */
export function cfrBr(tree: GameTree): Solver {
  const sets = setsByPlayer(tree)
  const regrets = new Float64Array(tree.slots)
  const sums = new Float64Array(tree.slots)
  const current = new Float64Array(tree.slots)
  const responses = new Float64Array(tree.slots)
  const profile = new Float64Array(tree.slots)
  for (let set = 0; set < tree.informationSets.length; set++) normalise(tree, set, regrets, current)
  return makeSolver(tree, sums, () => {
    for (const player of sets.keys()) respond(tree, current, player, responses)
    profile.set(responses)
    for (const [player, own] of sets.entries()) {
      copySets(tree, own, current, profile)
      addRegrets(tree, profile, player, regrets, sums, 1)
      copySets(tree, own, responses, profile)
    }
    for (let set = 0; set < tree.informationSets.length; set++) normalise(tree, set, regrets, current)
  })
}

function copySets({ firstSlot }: GameTree, sets: Int32Array, from: Float64Array, into: Float64Array): void {
  for (let i = 0; i < sets.length; i++) {
    const end = firstSlot[sets[i]! + 1]!
    for (let slot = firstSlot[sets[i]!]!; slot < end; slot++) into[slot] = from[slot]!
  }
}
