import type { Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy, Seats } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { wholes } from './column.ts'
import { enumerate, END, type GameTree } from './enumerate.ts'
import { scratchOf } from './scratch.ts'
import { fillReach, strategyOf, tableOf, type Strategy } from './strategy.ts'

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
  const { slot, informationSets, firstSlot, firstEdge, child, chance } = tree
  const scratch = scratchOf(tree)
  const reach = fillReach(tree, strategy, player, 'others', scratch.others)
  const values = scratch.valuesOf[player]!
  const order = orderFor(tree, player)
  for (let i = 0; i < order.length; i++) {
    const step = order[i]!
    if (step < 0) {
      const set = -1 - step
      const { nodes } = informationSets[set]!
      const offset = firstSlot[set]!
      const count = firstSlot[set + 1]! - offset
      let best = 0
      let bestValue = -Infinity
      for (let action = 0; action < count; action++) {
        let value = 0
        for (let n = 0; n < nodes.length; n++) {
          const node = nodes[n]!
          value += reach[node]! * values[child[firstEdge[node]! + action]!]!
        }
        if (value > bestValue) {
          best = action
          bestValue = value
        }
      }
      for (let n = 0; n < nodes.length; n++) {
        const node = nodes[n]!
        values[node] = values[child[firstEdge[node]! + best]!]!
      }
      if (write !== undefined) write.fill(0, offset, offset + count)[offset + best] = 1
      continue
    }
    const first = firstEdge[step]!
    const end = firstEdge[step + 1]!
    const start = slot[step]!
    const probabilities = start < 0 ? chance : strategy
    const shift = start < 0 ? 0 : start - first
    let value = 0
    for (let edge = first; edge < end; edge++) value += probabilities[edge + shift]! * values[child[edge]!]!
    values[step] = value
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
  return (known[player] ??= sortWork(tree, player))
}

function sortWork(tree: GameTree, player: number): Int32Array {
  const { actor, informationSet, informationSets, firstEdge, child } = tree
  const order = wholes()
  const nodeDone = new Uint8Array(actor.length)
  const setState = new Uint8Array(informationSets.length)
  const [OPEN, DONE] = [1, 2]
  const visitChildren = (node: number) => {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) visit(child[edge]!)
  }
  const visit = (node: number) => {
    if (actor[node] === END) return
    if (actor[node] !== player) {
      if (nodeDone[node] === 1) return
      nodeDone[node] = 1
      visitChildren(node)
      order.push(node)
      return
    }
    const set = informationSet[node]!
    if (setState[set] === DONE) return
    if (setState[set] === OPEN)
      throw new Error(`${tree.game.name}: information state '${informationSets[set]!.key}' follows itself`)
    setState[set] = OPEN
    const { nodes } = informationSets[set]!
    for (let n = 0; n < nodes.length; n++) visitChildren(nodes[n]!)
    setState[set] = DONE
    order.push(-1 - set)
  }
  visit(0)
  return order.values.slice(0, order.length)
}
