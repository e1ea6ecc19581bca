import { UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { CHANCE, END } from '../simulator.ts'
import { explore, STATE_LIMIT, type EnumerateOptions, type Found } from './explore.ts'

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

export { CHANCE, END, STATE_LIMIT, type EnumerateOptions }

const trees = new WeakMap<object, GameTree>()

/**
 * Lists every state and information set of a game. The result is kept as long as the game object lives.
 *
 * @throws UserError when the game has open answers, too many distinct states to list, or play that can go round.
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

  const finished = found.finished.values
  const place = new Int32Array(count)
  for (let i = 0; i < count; i++) place[finished[i]!] = count - 1 - i
  const setPlace = new Int32Array(found.sets.length).fill(-1)
  const filled = new Int32Array(found.sets.length)
  let edge = 0
  let slots = 0
  for (let node = 0; node < count; node++) {
    const old = finished[count - 1 - node]!
    actor[node] = found.actor.values[old]!
    const end = old + 1 < count ? found.firstEdge.values[old + 1]! : child.length
    for (let from = found.firstEdge.values[old]!; from < end; from++) {
      const to = place[found.child.values[from]!]!
      // A state that had not been left when it was met again.
      if (to <= node) throw endless(game)
      child[edge] = to
      chance[edge++] = found.chance.values[from]!
    }
    firstEdge[node + 1] = edge
    for (let player = 0; player < players; player++)
      returns[node * players + player] = found.returns.values[old * players + player]!
    const oldSet = found.set.values[old]!
    if (oldSet < 0) continue
    if (setPlace[oldSet]! < 0) {
      const { player, actions, size } = found.sets[oldSet]!
      const state = found.stateOf(found.sets[oldSet]!)
      const key = game.informationState(state, player)
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
    inner: nodesWhere(actor, (who) => who !== END),
    informationSets: sets,
    firstSlot,
    slots,
  }
}

const endless = ({ name }: { readonly name: string }) =>
  new UserError(
    `${name} can come back to a state where it has been, and so go on for ever: count its moves in the state.`,
  )

/** Lists the nodes whose actor is as wanted, ascending. */
export function nodesWhere(actor: Int8Array, wanted: (actor: number) => boolean): Int32Array {
  const nodes = new Int32Array(actor.length)
  let count = 0
  for (let node = 0; node < actor.length; node++) if (wanted(actor[node]!)) nodes[count++] = node
  return nodes.slice(0, count)
}
