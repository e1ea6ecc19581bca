import { getHeapStatistics } from 'node:v8'
import { UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { CHANCE, END } from '../simulator.ts'
import { reals, wholes, type Column } from './column.ts'
import { openCursor, type Standing } from './cursor.ts'
import { KeyTable } from './key-table.ts'
import { isSurelyLarger } from './size.ts'

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

/** An information set as it is met. */
export interface FoundSet<State extends Json> {
  readonly player: number
  readonly actions: readonly number[]
  /** The first of its nodes in the final order, and that state where it was kept. */
  node: number
  state: State | undefined
  size: number
}

/** What was found, by node in the order of discovery. */
export interface Found<State extends Json> {
  readonly actor: Wholes
  /** Its information set; −1 where nobody is to move. */
  readonly set: Wholes
  /** The edges of a node end where those of the next one begin. */
  readonly firstEdge: Wholes
  readonly child: Wholes
  readonly chance: Reals
  readonly returns: Reals
  readonly sets: FoundSet<State>[]
  /** Returns the state of an information set. */
  readonly stateOf: (set: FoundSet<State>) => State
  /** The nodes in the order in which all below them was known. */
  readonly finished: Wholes
}

type Wholes = Column<Int32Array>
type Reals = Column<Float64Array>

/**
 * Visits every distinct state depth first, last action first, so that the reverse order of completion puts
 * parents before children, and first actions before later ones. A stack of its own instead of recursion,
 * so that long games do not overflow.
 */
export function explore<State extends Json>(game: Game<State>, options: EnumerateOptions): Found<State> {
  const { states = STATE_LIMIT, heap = 0.9 * getHeapStatistics().heap_size_limit, onProgress } = options
  const refuse = (why: string) =>
    new UserError(
      `${game.name} ${why}, too many to solve exactly; solve a smaller one, or play it by search.`,
    )
  const figure = (count: number) => count.toLocaleString('en-US')
  const { players } = game.facets
  const cursor = openCursor(game)
  /** By node: from which one, and by which action, it was met first. */
  const parent = wholes()
  const via = wholes()
  const wayTo = (node: number): number[] => {
    const way: number[] = []
    for (let at = node; at > 0; at = parent.values[at]!) way.push(via.values[at]!)
    return way.toReversed()
  }
  const found: Found<State> = {
    actor: wholes(),
    set: wholes(),
    firstEdge: wholes(),
    child: wholes(),
    chance: reals(),
    returns: reals(),
    sets: [],
    stateOf: ({ node, state }) => state ?? cursor.replay(wayTo(node)),
    finished: wholes(),
  }
  const { actor, set, firstEdge, child, chance, returns, sets, finished } = found
  const nodeByState = new KeyTable()
  const setByKey = new KeyTable()
  /** By depth: the node on the way, and how many of its actions are left to follow, the last one first. */
  const nodes: number[] = []
  const left: number[] = []

  /** Takes in the state where the cursor stands; returns its node. */
  const meet = (key: number | string, from: number, action: number): number => {
    const node = actor.length
    if (node === states || (node === SMALL && isSurelyLarger(game, states)))
      throw refuse(`has more than ${figure(states)} states`)
    if (node % LOOK === LOOK - 1) {
      if (getHeapStatistics().used_heap_size > heap)
        throw refuse(`fills the memory with its first ${figure(node)} states`)
      onProgress?.(node)
    }
    nodeByState.set(key, node)
    const at = cursor.look()
    const who = at.actor
    actor.push(who)
    parent.push(from)
    via.push(action)
    firstEdge.push(child.length)
    for (let player = 0; player < players; player++) returns.push(who === END ? at.returnOf(player) : 0)
    set.push(who >= 0 ? assign(at) : -1)
    if (who === END) {
      finished.push(node)
      return node
    }
    for (let i = 0; i < at.count; i++) {
      child.push(-1)
      chance.push(who === CHANCE ? at.probability(i) : 0)
    }
    nodes.push(node)
    left.push(at.count)
    return node
  }

  /** Finds the information set of the state where the cursor stands. */
  const assign = (at: Standing): number => {
    const key = cursor.informationKey()
    let index = setByKey.get(key)
    if (index < 0) {
      setByKey.set(key, (index = sets.length))
      const actions: number[] = []
      for (let i = 0; i < at.count; i++) actions.push(at.action(i))
      sets.push({ player: at.actor, actions, node: 0, state: undefined, size: 0 })
    }
    const known = sets[index]!
    if (known.player !== at.actor || known.actions.length !== at.count)
      throw new Error(`${game.name}: states with different choices share information state '${key}'`)
    known.size++
    return index
  }

  meet(cursor.key(), -1, -1)
  while (nodes.length > 0) {
    const depth = nodes.length - 1
    const node = nodes[depth]!
    if (left[depth] === 0) {
      const own = set.values[node]!
      if (own >= 0) {
        const known = sets[own]!
        known.node = node
        known.state = cursor.kept(depth)
      }
      finished.push(node)
      nodes.pop()
      left.pop()
      continue
    }
    const i = --left[depth]!
    const action = cursor.follow(depth, i)
    const key = cursor.key()
    const known = nodeByState.get(key)
    const to = known < 0 ? meet(key, node, action) : known
    child.values[firstEdge.values[node]! + i] = to
  }
  return found
}
