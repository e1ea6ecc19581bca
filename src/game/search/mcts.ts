import { UserError, type Json, type Random } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { drawOutcome, rollOut, simulatorOf } from '../simulate.ts'
import { CHANCE, END, type Simulator } from '../simulator.ts'
import { EXPLORATION, scaleOf, shuffle, type SearchOptions, type SearchResult } from './search.ts'

/** Nodes a tree has room for at first. */
const ROOM = 1024

/** Searches from where a game of perfect information stands. */
export interface Mcts<State extends Json = Json> {
  /** Searches for the player to move. The tree of an earlier search is forgotten. */
  search(state: State, random: Random): SearchResult
}

/**
 * Opens a Monte Carlo tree search (UCT) with uniform rollouts, for any number of players, with chance or without.
 *
 * In a zero-sum game of two, what is certain is kept as proved (MCTS-Solver); a search ends when its root is.
 *
 * @throws UserError for a game that hides information.
 *
 * Sources: L. Kocsis and C. Szepesvári, "Bandit based Monte-Carlo planning", ECML (2006); M. H. M. Winands et al.,
 * "Monte-Carlo tree search solver", Computers and Games (2008).
 */
export function mcts<State extends Json>(game: Game<State>, options: SearchOptions): Mcts<State> {
  if (game.facets.information === 'imperfect')
    throw new UserError(`${game.name} hides information, so mcts cannot play it; use 'ismcts'.`)
  const tree = new Tree(simulatorOf(game), game, options)
  return { search: (state, random) => tree.search(state, random) }
}

/** A node for each position that was met, in typed arrays; the children of a node lie side by side. */
class Tree<State extends Json> {
  readonly #simulator: Simulator<State>
  readonly #simulations: number
  readonly #exploration: number
  readonly #min: number
  readonly #max: number
  readonly #scale: number
  readonly #proves: boolean
  #size = 0
  #random!: Random
  /** The action that leads to a node. */
  #action = new Int32Array(ROOM)
  #visits = new Int32Array(ROOM)
  /** What visits returned to whoever chose the node, scaled. */
  #total = new Float64Array(ROOM)
  /** The first child; 0 where there is none yet. */
  #first = new Int32Array(ROOM)
  #count = new Int32Array(ROOM)
  /** What the first player of a zero-sum game of two gets for certain; NaN where that is not known. */
  #proof = new Float64Array(ROOM)
  /** The nodes of a simulation below the root, and who chose each. */
  #path: number[] = []
  #choosers: number[] = []

  constructor(simulator: Simulator<State>, { facets }: Game, { simulations, exploration }: SearchOptions) {
    this.#simulator = simulator
    this.#simulations = simulations
    this.#exploration = exploration ?? EXPLORATION
    const { min, scale } = scaleOf(facets.utilityRange)
    this.#min = min
    this.#scale = scale
    this.#max = facets.utilityRange[1]
    this.#proves = facets.players === 2 && facets.utility === 'zero-sum'
  }

  search(state: State, random: Random): SearchResult {
    const simulator = this.#simulator
    this.#random = random
    this.#size = 1
    this.#clear(0)
    simulator.load(state)
    const player = simulator.actor
    this.#expand(0)
    const simulations = this.#count[0] === 1 ? 0 : this.#simulations
    for (let i = 0; i < simulations && Number.isNaN(this.#proof[0]!); i++) {
      simulator.load(state)
      this.#simulate()
    }
    return this.#result(player)
  }

  /** Goes down the tree, plays on from the first node that is new, and tells the nodes on the way. */
  #simulate(): void {
    const simulator = this.#simulator
    this.#path.length = this.#choosers.length = 0
    let node = 0
    while (simulator.actor !== END && Number.isNaN(this.#proof[node]!)) {
      if (this.#first[node] === 0) {
        if (this.#visits[node] === 0) break
        this.#expand(node)
      }
      const chooser = simulator.actor
      node =
        chooser === CHANCE
          ? this.#first[node]! + drawOutcome(simulator, this.#random)
          : this.#select(node, chooser)
      this.#path.push(node)
      this.#choosers.push(chooser)
      simulator.apply(this.#action[node]!)
    }
    if (simulator.actor === END && this.#proves) this.#proof[node] = simulator.returnOf(0)
    const isProved = !Number.isNaN(this.#proof[node]!)
    if (!isProved) rollOut(simulator, this.#random)
    this.#visits[0]!++
    for (const [i, visited] of this.#path.entries()) {
      const chooser = this.#choosers[i]!
      this.#visits[visited]!++
      if (chooser !== CHANCE)
        this.#total[visited]! += this.#scaled(
          isProved ? this.#proved(node, chooser) : simulator.returnOf(chooser),
        )
    }
    if (isProved) this.#prove()
  }

  /** Goes up the path for as long as what is certain below makes certain what is above. */
  #prove(): void {
    for (let i = this.#path.length - 1; i >= 0; i--) {
      const parent = this.#path[i - 1] ?? 0
      const chooser = this.#choosers[i]!
      if (chooser === CHANCE) return
      let best = this.#path[i]!
      if (this.#proved(best, chooser) < this.#max) {
        const first = this.#first[parent]!
        for (let child = first; child < first + this.#count[parent]!; child++) {
          if (Number.isNaN(this.#proof[child]!)) return
          if (this.#proved(child, chooser) > this.#proved(best, chooser)) best = child
        }
      }
      this.#proof[parent] = this.#proof[best]!
    }
  }

  /** Chooses a child by its upper confidence bound, untried ones before all others. */
  #select(node: number, chooser: number): number {
    const first = this.#first[node]!
    const end = first + this.#count[node]!
    const spread = this.#exploration * Math.sqrt(Math.log(this.#visits[node]!))
    let best = first
    let most = Number.NEGATIVE_INFINITY
    for (let child = first; child < end; child++) {
      const visits = this.#visits[child]!
      if (visits === 0) return child
      const score = Number.isNaN(this.#proof[child]!)
        ? this.#total[child]! / visits + spread / Math.sqrt(visits)
        : this.#scaled(this.#proved(child, chooser))
      if (score > most) {
        most = score
        best = child
      }
    }
    return best
  }

  /** Gives a node its children: the moves in random order, so that the untried ones come in one. */
  #expand(node: number): void {
    const simulator = this.#simulator
    const { count } = simulator
    const first = this.#size
    while (this.#visits.length < first + count) this.#grow()
    for (let i = 0; i < count; i++) {
      this.#clear(first + i)
      this.#action[first + i] = simulator.action(i)
    }
    if (simulator.actor !== CHANCE) shuffle(this.#action.subarray(first, first + count), this.#random)
    this.#size = first + count
    this.#first[node] = first
    this.#count[node] = count
  }

  #result(player: number): SearchResult {
    const children = Array.from({ length: this.#count[0]! }, (_, i) => this.#first[0]! + i).toSorted(
      (a, b) => this.#action[a]! - this.#action[b]!,
    )
    const isProved = (node: number) => !Number.isNaN(this.#proof[node]!)
    const valueOf = (node: number) =>
      isProved(node)
        ? this.#proved(node, player)
        : this.#min + this.#total[node]! / this.#visits[node]! / this.#scale
    const greatest = (nodes: readonly number[], of: (node: number) => number) =>
      nodes.length === 0 ? undefined : nodes.reduce((best, node) => (of(node) > of(best) ? node : best))
    const certain = greatest(children.filter(isProved), valueOf)
    const likely = greatest(
      children.filter((node) => !isProved(node) && this.#visits[node]! > 0),
      (node) => this.#visits[node]!,
    )
    const isCertain = likely === undefined || (certain !== undefined && valueOf(certain) >= valueOf(likely))
    const chosen = isCertain ? certain : likely
    return {
      // A move without an alternative is not searched.
      action: this.#action[chosen ?? children[0]!]!,
      actions: children.map((node) => this.#action[node]!),
      visits: children.map((node) => this.#visits[node]!),
      values: children.map(valueOf),
    }
  }

  /** Returns what a player gets for certain where a node is reached. */
  #proved(node: number, player: number): number {
    return player === 0 ? this.#proof[node]! : -this.#proof[node]!
  }

  #scaled(value: number): number {
    return (value - this.#min) * this.#scale
  }

  #clear(node: number): void {
    this.#visits[node] = this.#total[node] = this.#first[node] = this.#count[node] = 0
    this.#proof[node] = Number.NaN
  }

  #grow(): void {
    const room = 2 * this.#visits.length
    this.#action = enlarged(this.#action, new Int32Array(room))
    this.#visits = enlarged(this.#visits, new Int32Array(room))
    this.#total = enlarged(this.#total, new Float64Array(room))
    this.#first = enlarged(this.#first, new Int32Array(room))
    this.#count = enlarged(this.#count, new Int32Array(room))
    this.#proof = enlarged(this.#proof, new Float64Array(room))
  }
}

function enlarged<Numbers extends Int32Array | Float64Array>(old: Numbers, room: Numbers): Numbers {
  room.set(old)
  return room
}
