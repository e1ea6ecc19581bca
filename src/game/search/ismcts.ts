import type { Json, Random } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { drawOutcome, rollOut, simulatorOf } from '../simulate.ts'
import { CHANCE, END } from '../simulator.ts'
import { EXPLORATION, scaleOf, shuffle, type SearchOptions, type SearchResult } from './search.ts'

/** Searches where a player of a game knows a part of it. */
export interface Ismcts<State extends Json = Json> {
  /**
   * Searches for the player to move.
   *
   * @param sample draws a state from those that the player cannot tell apart
   */
  search(sample: (random: Random) => State, random: Random): SearchResult
}

/** What was found where a player knows the same. */
interface Node {
  readonly player: number
  /** The indices of its actions, in the order in which they are tried first. */
  readonly order: Int32Array
  readonly actions: Int32Array
  readonly visits: Int32Array
  /** By action: what visits returned to the player, scaled. */
  readonly totals: Float64Array
  /** How often it was met. */
  met: number
}

/**
 * Opens an information-set Monte Carlo tree search with uniform rollouts. Each simulation starts from a state drawn
 * anew; whatever is drawn, a player that knows the same chooses by the same statistics.
 *
 * Nodes are the information states of whoever is to move (the paper's multiple-observer form), so that an opponent
 * answers neither moves that it has not seen nor cards that it does not hold.
 *
 * Source: P. I. Cowling, E. J. Powley and D. Whitehouse, "Information set Monte Carlo tree search", IEEE Transactions on
 * Computational Intelligence and AI in Games (2012).
 */
export function ismcts<State extends Json>(game: Game<State>, options: SearchOptions): Ismcts<State> {
  const { simulations, exploration = EXPLORATION } = options
  const { min, scale } = scaleOf(game.facets.utilityRange)
  const simulator = simulatorOf(game)

  function open(random: Random): Node {
    const { actor, count } = simulator
    const order = Int32Array.from({ length: count }, (_, i) => i)
    shuffle(order, random)
    return {
      player: actor,
      order,
      actions: Int32Array.from({ length: count }, (_, i) => simulator.action(i)),
      visits: new Int32Array(count),
      totals: new Float64Array(count),
      met: 0,
    }
  }

  /**
   * Returns the index of the action with the highest upper confidence bound, untried ones before all others. Equal
   * ones are drawn from: players who move at once would else fall into step.
   */
  function select({ order, visits, totals, met }: Node, random: Random): number {
    const spread = exploration * Math.sqrt(Math.log(met))
    let best = 0
    let most = Number.NEGATIVE_INFINITY
    let equal = 1
    for (const i of order) {
      const count = visits[i]!
      if (count === 0) return i
      const score = totals[i]! / count + spread / Math.sqrt(count)
      if (score > most) {
        most = score
        best = i
        equal = 1
      } else if (score === most && random.int(++equal) === 0) {
        best = i
      }
    }
    return best
  }

  function search(sample: (random: Random) => State, random: Random): SearchResult {
    const nodes = new Map<string, Node>()
    const path: Node[] = []
    const chosen: number[] = []
    simulator.load(sample(random))
    const root = open(random)
    const rootKey = keyOf()
    nodes.set(rootKey, root)
    const wanted = root.actions.length === 1 ? 0 : simulations
    for (let n = 0; n < wanted; n++) {
      if (n > 0) simulator.load(sample(random))
      path.length = chosen.length = 0
      for (let isNew = false; simulator.actor !== END && !isNew;) {
        if (simulator.actor === CHANCE) {
          simulator.apply(simulator.action(drawOutcome(simulator, random)))
          continue
        }
        const key = path.length === 0 ? rootKey : keyOf()
        let node = nodes.get(key)
        isNew = node === undefined
        if (node === undefined) nodes.set(key, (node = open(random)))
        const i = select(node, random)
        path.push(node)
        chosen.push(i)
        simulator.apply(node.actions[i]!)
      }
      rollOut(simulator, random)
      for (const [depth, node] of path.entries()) {
        const i = chosen[depth]!
        node.met++
        node.visits[i]!++
        node.totals[i]! += (simulator.returnOf(node.player) - min) * scale
      }
    }
    return resultOf(root)
  }

  const keyOf = () => game.informationState(simulator.state(), simulator.actor)

  /** The most visited action is played, of several the one that returned most. */
  function resultOf({ actions, visits, totals }: Node): SearchResult {
    const values = Array.from(totals, (total, i) => min + total / visits[i]! / scale)
    let best = 0
    for (let i = 1; i < actions.length; i++) {
      const lead = visits[i]! - visits[best]!
      if (lead > 0 || (lead === 0 && values[i]! > values[best]!)) best = i
    }
    return { action: actions[best]!, actions: [...actions], visits: [...visits], values }
  }

  return { search }
}
