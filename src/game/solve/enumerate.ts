import { canonicalJson, UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { CHANCE, END } from '../simulator.ts'

/** All states that a player to move cannot tell apart. */
export interface InformationSet<State extends Json = Json> {
  readonly key: string
  readonly player: number
  /** One of its states: its observation, labels and legal actions are those of all. */
  readonly state: State
  readonly actions: readonly number[]
  /** Where its actions start in a strategy vector. */
  readonly offset: number
  /** Its states, as node indices, ascending. */
  readonly nodes: readonly number[]
}

/**
 * Every state of a game as flat arrays. Equal states are one node, so a game whose state holds the whole
 * history gives its tree and tic-tac-toe gives its 5,478 positions. Node 0 is the initial state; parents
 * come before their children.
 */
export interface GameTree<State extends Json = Json> {
  readonly game: Game<State>
  readonly players: number
  /** By node: the player to move, `CHANCE` or `END`. */
  readonly actor: Int32Array
  /** By node: the index of its information set; −1 for chance and at the end. */
  readonly informationSet: Int32Array
  /** The edges of node n are firstEdge[n] … firstEdge[n + 1] − 1, in the order of its actions. */
  readonly firstEdge: Int32Array
  /** By edge: the node it leads to. */
  readonly child: Int32Array
  /** By edge: the probability of a chance outcome; 0 where a player moves. */
  readonly chance: Float64Array
  /** By node × player: the returns at an end, 0 elsewhere. */
  readonly returns: Float64Array
  readonly informationSets: readonly InformationSet<State>[]
  /** The length of a strategy vector: a probability for each action of each information set. */
  readonly slots: number
}

export { CHANCE, END }
export const NODE_LIMIT = 1_000_000

const trees = new WeakMap<object, GameTree>()

/**
 * Lists every state and information set of a game. The result is kept as long as the game object lives.
 *
 * @throws UserError when the game has more than `nodeLimit` distinct states.
 */
export function enumerate<State extends Json>(game: Game<State>, nodeLimit = NODE_LIMIT): GameTree<State> {
  const known = trees.get(game)
  if (known !== undefined) return known as GameTree<State>
  const tree = flatten(game, explore(game, nodeLimit))
  trees.set(game, tree)
  return tree
}

/** Lists the information sets of a game, in the order in which play meets them first. */
export function informationSets<State extends Json>(game: Game<State>): readonly InformationSet<State>[] {
  return enumerate(game).informationSets
}

interface Found<State> {
  readonly state: State
  readonly actions: readonly number[]
  readonly probabilities: readonly number[]
  readonly children: Found<State>[]
  index: number
}

/**
 * Visits every distinct state depth first, last action first, and returns them in reverse order of
 * completion: parents before children, and first actions before later ones. A stack of its own instead of
 * recursion, so that long games do not overflow.
 */
function explore<State extends Json>(game: Game<State>, nodeLimit: number): Found<State>[] {
  const seen = new Map<string, Found<State>>()
  const add = (state: State, key: string) => {
    if (seen.size === nodeLimit)
      throw new UserError(
        `${game.name} has more than ${nodeLimit} states, too many to solve exactly; use a sampling method or a smaller game.`,
      )
    const outcomes = game.chance(state)
    const actions = outcomes.length > 0 ? outcomes.map(({ action }) => action) : game.legal(state)
    const probabilities = outcomes.map(({ probability }) => probability)
    const found: Found<State> = { state, actions, probabilities, children: [], index: -1 }
    seen.set(key, found)
    return found
  }
  const initial = game.initial()
  const path = [add(initial, canonicalJson(initial))]
  const finished: Found<State>[] = []
  while (path.length > 0) {
    const top = path.at(-1)!
    if (top.children.length === top.actions.length) {
      finished.push(path.pop()!)
      continue
    }
    const next = game.apply(top.state, top.actions.at(-1 - top.children.length)!)
    const key = canonicalJson(next)
    const old = seen.get(key)
    const child = old ?? add(next, key)
    top.children.push(child)
    if (old === undefined) path.push(child)
  }
  finished.reverse()
  for (const [index, found] of finished.entries()) {
    found.index = index
    found.children.reverse()
  }
  return finished
}

function flatten<State extends Json>(game: Game<State>, found: readonly Found<State>[]): GameTree<State> {
  const { players } = game.facets
  const edges = found.reduce((sum, { actions }) => sum + actions.length, 0)
  const actor = new Int32Array(found.length)
  const informationSet = new Int32Array(found.length).fill(-1)
  const firstEdge = new Int32Array(found.length + 1)
  const child = new Int32Array(edges)
  const chance = new Float64Array(edges)
  const returns = new Float64Array(found.length * players)
  const sets: (InformationSet<State> & { nodes: number[] })[] = []
  const byKey = new Map<string, number>()
  let edge = 0
  let slots = 0
  for (const [node, { state, actions, probabilities, children }] of found.entries()) {
    const who = game.actor(state)
    actor[node] = who === 'chance' ? CHANCE : who === 'nobody' ? END : who
    firstEdge[node] = edge
    for (const [i, next] of children.entries()) {
      child[edge] = next.index
      chance[edge++] = probabilities[i] ?? 0
    }
    if (who === 'nobody') returns.set(game.returns(state), node * players)
    if (typeof who !== 'number') continue
    const key = game.informationState(state, who)
    let index = byKey.get(key)
    if (index === undefined) {
      byKey.set(key, (index = sets.length))
      sets.push({ key, player: who, state, actions, offset: slots, nodes: [] })
      slots += actions.length
    }
    const set = sets[index]!
    if (set.player !== who || set.actions.length !== actions.length)
      throw new Error(`${game.name}: states with different choices share information state '${key}'`)
    set.nodes.push(node)
    informationSet[node] = index
  }
  firstEdge[found.length] = edge
  return {
    game,
    players,
    actor,
    informationSet,
    firstEdge,
    child,
    chance,
    returns,
    informationSets: sets,
    slots,
  }
}
