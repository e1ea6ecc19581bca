import { getHeapStatistics } from 'node:v8'
import { UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { CHANCE, END } from '../simulator.ts'
import { isSurelyLarger } from './size.ts'

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
  readonly nodes: Int32Array
}

/**
 * Every state of a game as flat arrays. Equal states (the same JSON) are one node, so a game whose state
 * holds the whole history gives its tree and tic-tac-toe gives its 5,478 positions. Nodes stand in
 * depth-first order from the initial state, which is node 0; parents come before their children.
 */
export interface GameTree<State extends Json = Json> {
  readonly game: Game<State>
  readonly players: number
  /** By node: the player to move, `CHANCE` or `END`. */
  readonly actor: Int8Array
  /** By node: the index of its information set; −1 for chance and at the end. */
  readonly informationSet: Int32Array
  /** By node: where its actions start in a strategy vector; −1 for chance and at the end. */
  readonly slot: Int32Array
  /** The edges of node n are firstEdge[n] … firstEdge[n + 1] − 1, in the order of its actions. */
  readonly firstEdge: Int32Array
  /** By edge: the node it leads to. */
  readonly child: Int32Array
  /** By edge: the probability of a chance outcome; 0 where a player moves. */
  readonly chance: Float64Array
  /** By node × player: the returns at an end, 0 elsewhere. */
  readonly returns: Float64Array
  /** The nodes where the game goes on, ascending. */
  readonly inner: Int32Array
  readonly informationSets: readonly InformationSet<State>[]
  /** The slots of information set s are firstSlot[s] … firstSlot[s + 1] − 1. */
  readonly firstSlot: Int32Array
  /** The length of a strategy vector: a probability for each action of each information set. */
  readonly slots: number
}

export { CHANCE, END }
export const STATE_LIMIT = 1_000_000

/** How far a listing may go, and who is told how far it has come. */
export interface EnumerateOptions {
  /** How many distinct states are too many. Default 1,000,000. */
  readonly states?: number
  /** How full the heap of this process may get, in bytes. Default nine tenths of what it may have. */
  readonly heap?: number
  /** Called every few thousand states with their number. */
  readonly onProgress?: (states: number) => void
}

/** States between two looks at the heap. */
const LOOK = 4096
/** A game of so many states is listed without a thought about how many more there are. */
const SMALL = 1024

const trees = new WeakMap<object, GameTree>()

/**
 * Lists every state and information set of a game. The result is kept as long as the game object lives.
 *
 * @throws UserError when the game has open answers, or too many distinct states to list.
 */
export function enumerate<State extends Json>(
  game: Game<State>,
  options: EnumerateOptions = {},
): GameTree<State> {
  if (game.facets.answers === 'open')
    throw new UserError(
      `${game.name} has open answers, which nobody can list; play it by search, or by a model.`,
    )
  const known = trees.get(game)
  if (known !== undefined) return known as GameTree<State>
  const tree = layOut(game, explore(game, options))
  trees.set(game, tree)
  return tree
}

/** Lists the information sets of a game, in the order in which play meets them first. */
export function informationSets<State extends Json>(game: Game<State>): readonly InformationSet<State>[] {
  return enumerate(game).informationSets
}

/** An information set as it is met. */
interface FoundSet<State> {
  readonly key: string
  readonly player: number
  state: State
  readonly actions: readonly number[]
  size: number
}

/** What was found, by node in the order of discovery. */
interface Found<State> {
  readonly actor: number[]
  readonly set: number[]
  /** The edges of a node end where those of the next one begin. */
  readonly firstEdge: number[]
  readonly child: number[]
  readonly chance: number[]
  readonly returns: number[]
  readonly sets: FoundSet<State>[]
  /** The nodes in the order in which all below them was known. */
  readonly finished: number[]
}

/** A state whose actions are being followed, the last one first. */
interface Step<State> {
  readonly node: number
  readonly state: State
  readonly actions: readonly number[]
  left: number
}

/**
 * Visits every distinct state depth first, last action first, so that the reverse order of completion puts
 * parents before children, and first actions before later ones. A stack of its own instead of recursion,
 * so that long games do not overflow.
 */
function explore<State extends Json>(game: Game<State>, options: EnumerateOptions): Found<State> {
  const { states = STATE_LIMIT, heap = 0.9 * getHeapStatistics().heap_size_limit, onProgress } = options
  const refuse = (why: string) =>
    new UserError(
      `${game.name} ${why}, too many to solve exactly; solve a smaller one, or play it by search.`,
    )
  const figure = (count: number) => count.toLocaleString('en-US')
  const { players } = game.facets
  const nobody = Array<number>(players).fill(0)
  const found: Found<State> = {
    actor: [],
    set: [],
    firstEdge: [],
    child: [],
    chance: [],
    returns: [],
    sets: [],
    finished: [],
  }
  const { actor, set, firstEdge, child, chance, returns, sets, finished } = found
  const nodeByState = new Map<string, number>()
  const setByKey = new Map<string, number>()
  const path: Step<State>[] = []

  const meet = (state: State, key: string): number => {
    const node = actor.length
    if (node === states || (node === SMALL && isSurelyLarger(game, states)))
      throw refuse(`has more than ${figure(states)} states`)
    if (node % LOOK === LOOK - 1) {
      if (getHeapStatistics().used_heap_size > heap)
        throw refuse(`fills the memory with its first ${figure(node)} states`)
      onProgress?.(node)
    }
    nodeByState.set(key, node)
    const who = game.actor(state)
    actor.push(who === 'chance' ? CHANCE : who === 'nobody' ? END : who)
    set.push(-1)
    firstEdge.push(child.length)
    for (const value of who === 'nobody' ? game.returns(state) : nobody) returns.push(value)
    if (who === 'nobody') {
      finished.push(node)
      return node
    }
    const outcomes = who === 'chance' ? game.chance(state) : []
    const actions = who === 'chance' ? outcomes.map(({ action }) => action) : game.legal(state)
    for (let i = 0; i < actions.length; i++) {
      child.push(-1)
      chance.push(outcomes[i]?.probability ?? 0)
    }
    path.push({ node, state, actions, left: actions.length })
    return node
  }

  /** Finds a node's information set, which keeps the state met last: the first in the final order. */
  const assign = ({ node, state, actions }: Step<State>) => {
    const player = actor[node]!
    const key = game.informationState(state, player)
    let index = setByKey.get(key)
    if (index === undefined) {
      setByKey.set(key, (index = sets.length))
      sets.push({ key, player, state, actions, size: 0 })
    }
    const known = sets[index]!
    if (known.player !== player || known.actions.length !== actions.length)
      throw new Error(`${game.name}: states with different choices share information state '${key}'`)
    known.state = state
    known.size++
    set[node] = index
  }

  const initial = game.initial()
  meet(initial, JSON.stringify(initial))
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    if (top.left === 0) {
      if (actor[top.node]! >= 0) assign(top)
      finished.push(top.node)
      path.pop()
      continue
    }
    const action = --top.left
    const next = game.apply(top.state, top.actions[action]!)
    const key = JSON.stringify(next)
    child[firstEdge[top.node]! + action] = nodeByState.get(key) ?? meet(next, key)
  }
  return found
}

/** Numbers nodes and information sets by first appearance, and packs everything into typed arrays. */
function layOut<State extends Json>(game: Game<State>, found: Found<State>): GameTree<State> {
  const { players } = game.facets
  const count = found.actor.length
  const actor = new Int8Array(count)
  const informationSet = new Int32Array(count).fill(-1)
  const slot = new Int32Array(count).fill(-1)
  const firstEdge = new Int32Array(count + 1)
  const child = new Int32Array(found.child.length)
  const chance = new Float64Array(found.child.length)
  const returns = new Float64Array(count * players)
  const firstSlot = new Int32Array(found.sets.length + 1)
  const sets: InformationSet<State>[] = []

  const place = new Int32Array(count)
  for (const [i, node] of found.finished.entries()) place[node] = count - 1 - i
  const setPlace = new Int32Array(found.sets.length).fill(-1)
  const filled = new Int32Array(found.sets.length)
  let edge = 0
  let slots = 0
  for (let node = 0; node < count; node++) {
    const old = found.finished[count - 1 - node]!
    actor[node] = found.actor[old]!
    const end = found.firstEdge[old + 1] ?? child.length
    for (let from = found.firstEdge[old]!; from < end; from++) {
      child[edge] = place[found.child[from]!]!
      chance[edge++] = found.chance[from]!
    }
    firstEdge[node + 1] = edge
    for (let player = 0; player < players; player++)
      returns[node * players + player] = found.returns[old * players + player]!
    const oldSet = found.set[old]!
    if (oldSet < 0) continue
    if (setPlace[oldSet]! < 0) {
      const { key, player, state, actions, size } = found.sets[oldSet]!
      setPlace[oldSet] = sets.length
      sets.push({ key, player, state, actions, offset: slots, nodes: new Int32Array(size) })
      slots += actions.length
      firstSlot[sets.length] = slots
    }
    const index = setPlace[oldSet]!
    const set = sets[index]!
    set.nodes[filled[index]!++] = node
    informationSet[node] = index
    slot[node] = set.offset
  }
  return {
    game,
    players,
    actor,
    informationSet,
    slot,
    firstEdge,
    child,
    chance,
    returns,
    inner: Int32Array.from(actor.keys().filter((node) => actor[node] !== END)),
    informationSets: sets,
    firstSlot,
    slots,
  }
}
