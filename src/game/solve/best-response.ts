import type { Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy, Seats } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { enumerate, type GameTree } from './enumerate.ts'
import { reachOf, strategyOf, tableOf, type Strategy } from './strategy.ts'

/** A best response of one player, and what it gets. */
export interface BestResponse {
  readonly player: number
  /** Its expected return against the others. */
  readonly value: number
  /** Pure; the first of equally good actions. Covers every information set of the player. */
  readonly policy: GamePolicy
}

/**
 * Computes an exact best response of a player to the others' policies.
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export function bestResponse<State extends Json>(
  game: Game<State>,
  seats: Seats,
  player: number,
): BestResponse {
  const tree = enumerate(game)
  const strategy = strategyOf(tree, seats)
  const value = respond(tree, strategy, player, strategy)
  return { player, value, policy: tablePolicy('best-response', tableOf(tree, strategy)) }
}

/**
 * Returns the value of a player's best response to the others' part of a strategy and, where `write` is
 * given, writes the response into the player's part of it.
 */
export function respond(tree: GameTree, strategy: Strategy, player: number, write?: Strategy): number {
  const { informationSet, informationSets, firstEdge, child, chance, returns, players } = tree
  const reach = reachOf(tree, strategy, (actor) => actor !== player)
  const values = new Float64Array(tree.actor.length)
  const choices: [set: number, action: number][] = []
  for (const step of orderFor(tree, player)) {
    if (step < 0) {
      const set = informationSets[-step - 1]!
      let best = 0
      let bestValue = -Infinity
      for (let a = 0; a < set.actions.length; a++) {
        let value = 0
        for (const node of set.nodes) value += reach[node]! * values[child[firstEdge[node]! + a]!]!
        if (value > bestValue) [best, bestValue] = [a, value]
      }
      for (const node of set.nodes) values[node] = values[child[firstEdge[node]! + best]!]!
      choices.push([-step - 1, best])
      continue
    }
    const first = firstEdge[step]!
    const end = firstEdge[step + 1]!
    const set = informationSet[step]!
    const offset = set < 0 ? 0 : informationSets[set]!.offset
    let value = returns[step * players + player]!
    for (let edge = first; edge < end; edge++)
      value += (set < 0 ? chance[edge]! : strategy[offset + edge - first]!) * values[child[edge]!]!
    values[step] = value
  }
  if (write !== undefined)
    for (const [set, action] of choices) {
      const { offset, actions } = informationSets[set]!
      write.fill(0, offset, offset + actions.length)[offset + action] = 1
    }
  return values[0]!
}

const orders = new WeakMap<GameTree, Int32Array[]>()

/**
 * Orders the work of a best response so that what is needed comes first: n ≥ 0 values node n, −1 − s
 * decides information set s, which needs the values of all children of all its nodes.
 *
 * @throws Error when an information set lies below itself: the game lacks perfect recall.
 */
function orderFor(tree: GameTree, player: number): Int32Array {
  let known = orders.get(tree)
  if (known === undefined) orders.set(tree, (known = []))
  return (known[player] ??= Int32Array.from(sortWork(tree, player)))
}

function sortWork(tree: GameTree, player: number): number[] {
  const { actor, informationSet, informationSets, firstEdge, child } = tree
  const order: number[] = []
  const nodeDone = new Uint8Array(actor.length)
  const setState = new Uint8Array(informationSets.length)
  const [OPEN, DONE] = [1, 2]
  const childrenOf = (node: number) => child.subarray(firstEdge[node], firstEdge[node + 1])
  const visit = (node: number) => {
    if (actor[node] !== player) {
      if (nodeDone[node] === 1) return
      nodeDone[node] = 1
      childrenOf(node).forEach(visit)
      order.push(node)
      return
    }
    const set = informationSet[node]!
    if (setState[set] === DONE) return
    if (setState[set] === OPEN)
      throw new Error(`${tree.game.name}: information state '${informationSets[set]!.key}' follows itself`)
    setState[set] = OPEN
    for (const member of informationSets[set]!.nodes) childrenOf(member).forEach(visit)
    setState[set] = DONE
    order.push(-1 - set)
  }
  visit(0)
  return order
}
