import { lossesOf, nashConvOf, reachOf, type GameTree, type Strategy } from '../game/index.ts'

/** What a policy does in an information state, beside an equilibrium. */
export interface PolicyRow {
  readonly state: string
  readonly player: number
  /** The labels of the legal actions. */
  readonly actions: readonly string[]
  /** By action. */
  readonly policy: readonly number[]
  readonly equilibrium: readonly number[]
  /** How likely play comes there when the policy plays every seat. */
  readonly reach: number
  /** In the game's units a play: see `lossesOf`. */
  readonly loss: number
}

/** A policy beside an equilibrium, in every information state. */
export interface PolicyComparison {
  readonly game: string
  /** The sum of all losses: what all players together could gain by deviating. */
  readonly nashConv: number
  /** The equilibrium's own: how near it is to one. */
  readonly equilibriumNashConv: number
  /** What the first player expects when the policy plays every seat, and when the equilibrium does. */
  readonly value: number
  readonly equilibriumValue: number
  /** Those that lose most first; where nothing is lost, in the order of play. */
  readonly states: readonly PolicyRow[]
}

/** Sets a policy that plays every seat of a game beside an equilibrium, and sorts by what it loses where. */
export function comparePolicy(tree: GameTree, policy: Strategy, equilibrium: Strategy): PolicyComparison {
  const { game, informationSets } = tree
  const losses = lossesOf(tree, policy)
  const reach = reachOf(tree, policy)
  const [own, best] = [nashConvOf(tree, policy), nashConvOf(tree, equilibrium)]
  const rows = informationSets.map(({ key, player, state, actions, offset, nodes }, set): PolicyRow => {
    const part = (strategy: Strategy) => Array.from(strategy.subarray(offset, offset + actions.length))
    return {
      state: key,
      player,
      actions: actions.map((action) => game.label(state, action)),
      policy: part(policy),
      equilibrium: part(equilibrium),
      reach: nodes.reduce((sum, node) => sum + reach[node]!, 0),
      // What rounding leaves below 0 is nothing.
      loss: Math.max(0, losses[set]!),
    }
  })
  return {
    game: game.name,
    nashConv: own.nashConv,
    equilibriumNashConv: best.nashConv,
    value: own.values[0]!,
    equilibriumValue: best.values[0]!,
    states: rows.toSorted((a, b) => b.loss - a.loss),
  }
}
