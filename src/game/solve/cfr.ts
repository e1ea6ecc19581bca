import type { Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy, PolicyTable } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { enumerate, type GameTree } from './enumerate.ts'
import { reachOf, tableOf, type Strategy } from './strategy.ts'

export interface CfrOptions {
  /** 'cfr+': regrets are cut at zero and iteration t weighs t in the average. Default 'cfr+'. */
  readonly variant?: 'cfr' | 'cfr+'
  /** Whether players update in turn, each against the others' newest strategy, or all at once. Default 'alternating'. */
  readonly updates?: 'alternating' | 'simultaneous'
}

/** Counterfactual regret minimisation under way. */
export interface Cfr {
  readonly iterations: number
  /** Runs more iterations. */
  run(iterations: number): void
  /** The average strategy, which converges to equilibrium in two-player zero-sum games. */
  average(): PolicyTable
}

/**
 * Starts counterfactual regret minimisation over a whole game.
 *
 * Sources: Zinkevich et al., "Regret minimization in games with incomplete information" (2007); Tammelin,
 * "Solving large imperfect information games using CFR+" (2014).
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export function startCfr<State extends Json>(game: Game<State>, options: CfrOptions = {}): Cfr {
  const { variant = 'cfr+', updates = 'alternating' } = options
  const tree = enumerate(game)
  const plus = variant === 'cfr+'
  const regrets = new Float64Array(tree.slots)
  const sums = new Float64Array(tree.slots)
  const strategy = new Float64Array(tree.slots)
  const seats = Array.from({ length: tree.players }, (_, player) => player)
  const groups = updates === 'alternating' ? seats.map((player) => [player]) : [seats]
  let iterations = 0
  matchRegrets(tree, regrets, strategy)
  return {
    get iterations() {
      return iterations
    },
    run(count) {
      for (let i = 0; i < count; i++) {
        iterations++
        for (const players of groups) {
          for (const player of players) update(tree, strategy, player, regrets, sums, plus ? iterations : 1)
          if (plus)
            for (let slot = 0; slot < regrets.length; slot++) if (regrets[slot]! < 0) regrets[slot] = 0
          matchRegrets(tree, regrets, strategy)
        }
      }
    },
    average() {
      const average = new Float64Array(tree.slots)
      matchRegrets(tree, sums, average)
      return tableOf(tree, average)
    },
  }
}

/** Solves a game by CFR and returns the average strategy as a policy. */
export function solveByCfr<State extends Json>(
  game: Game<State>,
  iterations: number,
  options: CfrOptions = {},
): GamePolicy {
  const cfr = startCfr(game, options)
  cfr.run(iterations)
  return tablePolicy(`${options.variant ?? 'cfr+'}:${iterations}`, cfr.average())
}

/** Sets each information set's probabilities in proportion to the positive parts; uniform where there is none. */
function matchRegrets(tree: GameTree, regrets: Float64Array, into: Strategy): void {
  for (const { offset, actions } of tree.informationSets) {
    const end = offset + actions.length
    let total = 0
    for (let slot = offset; slot < end; slot++) total += Math.max(regrets[slot]!, 0)
    for (let slot = offset; slot < end; slot++)
      into[slot] = total > 0 ? Math.max(regrets[slot]!, 0) / total : 1 / actions.length
  }
}

/** Adds a player's counterfactual regrets and, by its own reach, its strategy to the weighted sum. */
function update(
  tree: GameTree,
  strategy: Strategy,
  player: number,
  regrets: Float64Array,
  sums: Float64Array,
  weight: number,
): void {
  const { actor, informationSet, informationSets, firstEdge, child, chance, returns, players } = tree
  const others = reachOf(tree, strategy, (actor) => actor !== player)
  const own = reachOf(tree, strategy, (actor) => actor === player)
  const values = new Float64Array(actor.length)
  for (let node = actor.length - 1; node >= 0; node--) {
    const first = firstEdge[node]!
    const end = firstEdge[node + 1]!
    const set = informationSet[node]!
    const offset = set < 0 ? 0 : informationSets[set]!.offset
    let value = returns[node * players + player]!
    for (let edge = first; edge < end; edge++)
      value += (set < 0 ? chance[edge]! : strategy[offset + edge - first]!) * values[child[edge]!]!
    values[node] = value
    if (actor[node] !== player) continue
    for (let edge = first; edge < end; edge++) {
      const slot = offset + edge - first
      regrets[slot]! += others[node]! * (values[child[edge]!]! - value)
      sums[slot]! += weight * own[node]! * strategy[slot]!
    }
  }
}
