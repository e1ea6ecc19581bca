import { UserError, type Json } from '../../../core/index.ts'
import { END, type GameTree } from '../enumerate.ts'
import type { Strategy } from '../strategy.ts'
import { maximise, type MatrixEntry } from './program.ts'

/** An equilibrium of a two-player zero-sum game, as a strategy vector. */
export interface TreeEquilibrium {
  /** What the first player expects. */
  readonly value: number
  /** Uniform where its own player never gets to. */
  readonly strategy: Strategy
}

/** Below this a sequence counts as never played: what the solver's rounding leaves. */
const NEVER = 1e-12

/**
 * Solves a two-player zero-sum game exactly, by a linear program over its sequence form. Off the
 * equilibrium's path the strategy need not be a good one.
 *
 * Source: Koller, Megiddo and von Stengel, "Efficient computation of equilibria for extensive two-person
 * games" (1996).
 *
 * @throws UserError for another kind of game, or one where the same state comes of different choices.
 */
export async function solveByLp<State extends Json>(tree: GameTree<State>): Promise<TreeEquilibrium> {
  const { players, utility } = tree.game.facets
  if (players !== 2 || (utility !== 'zero-sum' && utility !== 'constant-sum'))
    throw new UserError(
      `${tree.game.name} is no zero-sum game of two players, which lp needs; use cfr, without its promise.`,
    )
  const { sequenceOf, counts, parent, ends } = sequences(tree)
  const sets = tree.informationSets.keys().toArray()
  const setsOf = [0, 1].map((player) => sets.filter((set) => tree.informationSets[set]!.player === player))
  // Columns: x, the first player's weight on each of its sequences; then q, what the second player's best
  // answer concedes from each of its information sets on, led by q₀ for the whole game, the objective.
  const [own, other] = counts
  const columns = own + 1 + setsOf[1]!.length
  const entries: MatrixEntry[] = [...ends, [0, own, -1], [other, 0, 1]]
  // Rows: every sequence of the second player concedes at least what q says of its information set …
  for (const [k, set] of setsOf[1]!.entries()) {
    const q = own + 1 + k
    entries.push([parent[set]!, q, 1])
    for (const sequence of sequencesAt(set)) entries.push([sequence, q, -1])
  }
  // … and the first player's weights are shared out: the empty sequence has 1, each information set's
  // sequences together what the one that leads there has.
  for (const [k, set] of setsOf[0]!.entries()) {
    entries.push([other + 1 + k, parent[set]!, -1])
    for (const sequence of sequencesAt(set)) entries.push([other + 1 + k, sequence, 1])
  }
  const rows = other + 1 + setsOf[0]!.length
  const solution = await maximise({
    cost: new Float64Array(columns).fill(1, own, own + 1),
    lower: new Float64Array(columns).fill(-Infinity, own),
    rowLower: new Float64Array(rows).fill(1, other, other + 1),
    rowUpper: new Float64Array(rows).fill(Infinity, 0, other).fill(1, other, other + 1),
    entries,
  })
  // The price of a sequence's bound is the second player's weight on it.
  const weights = [solution.columns, solution.duals.map((price) => -price)]
  return { value: solution.value, strategy: behaviour(tree, sequenceOf, weights) }

  function sequencesAt(set: number): Int32Array {
    return sequenceOf.subarray(tree.firstSlot[set], tree.firstSlot[set + 1])
  }
}

/** What the two players' own moves, one after another, lead to. */
interface Sequences {
  /** By slot: the number of the sequence, of its player's, that ends with this action; 0 is the empty one. */
  readonly sequenceOf: Int32Array
  /** By player: how many sequences it has. */
  readonly counts: readonly [first: number, second: number]
  /** By information set: its player's sequence that leads there. */
  readonly parent: Int32Array
  /** By the second player's sequence and the first one's: what chance makes of the first player's returns. */
  readonly ends: readonly MatrixEntry[]
}

function sequences(tree: GameTree): Sequences {
  const { game, actor, informationSet, informationSets, slot, firstEdge, child, chance, returns } = tree
  const counts: [number, number] = [1, 1]
  const sequenceOf = new Int32Array(tree.slots)
  for (const { player, offset, actions } of informationSets)
    for (let i = 0; i < actions.length; i++) sequenceOf[offset + i] = counts[player as 0 | 1]++
  const NONE = -1
  const at = [0, 1].map(() => new Int32Array(actor.length).fill(NONE))
  const parent = new Int32Array(informationSets.length).fill(NONE)
  const reach = new Float64Array(actor.length)
  const ends: MatrixEntry[] = []
  const agree = (numbers: Int32Array, index: number, sequence: number) => {
    if (numbers[index] !== NONE && numbers[index] !== sequence)
      throw new UserError(
        `${game.name} gets to the same state by different choices of a player, which lp cannot tell apart; use minimax or cfr+.`,
      )
    numbers[index] = sequence
  }
  for (const numbers of at) numbers[0] = 0
  reach[0] = 1
  for (let node = 0; node < actor.length; node++) {
    const who = actor[node]!
    if (who === END) {
      ends.push([at[1]![node]!, at[0]![node]!, reach[node]! * returns[2 * node]!])
      continue
    }
    if (who >= 0) agree(parent, informationSet[node]!, at[who]![node]!)
    const first = firstEdge[node]!
    for (let edge = first; edge < firstEdge[node + 1]!; edge++) {
      const next = child[edge]!
      reach[next]! += reach[node]! * (who < 0 ? chance[edge]! : 1)
      for (const [player, numbers] of at.entries())
        agree(numbers, next, player === who ? sequenceOf[slot[node]! + edge - first]! : numbers[node]!)
    }
  }
  return { sequenceOf, counts, parent, ends }
}

/** Turns the weights of sequences into a probability for each action. */
function behaviour(tree: GameTree, sequenceOf: Int32Array, weights: readonly Float64Array[]): Strategy {
  const strategy = new Float64Array(tree.slots)
  for (const { player, offset, actions } of tree.informationSets) {
    const shares = actions.map((_, i) => Math.max(0, weights[player]![sequenceOf[offset + i]!]!))
    const total = shares.reduce((sum, share) => sum + share)
    strategy.set(
      shares.map((share) => (total > NEVER ? share / total : 1 / shares.length)),
      offset,
    )
  }
  return strategy
}
