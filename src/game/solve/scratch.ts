import { END, nodesWhere, type GameTree } from './enumerate.ts'

/**
 * Buffers for work on a tree, made once, so that what is computed again and again allocates nothing.
 *
 * Whoever computes fills what it needs and is done before anybody else begins.
 */
export interface Scratch {
  /** By node. */
  readonly own: Float64Array
  /** By node. */
  readonly others: Float64Array
  /** By node × player: the returns at the ends; elsewhere whatever was computed last. */
  readonly values: Float64Array
  /** By player and node: the player's returns at the ends; elsewhere whatever was computed last. */
  readonly valuesOf: readonly Float64Array[]
}

const known = new WeakMap<GameTree, Scratch>()

/** Returns the buffers of a tree. */
export function scratchOf(tree: GameTree): Scratch {
  let scratch = known.get(tree)
  if (scratch === undefined) known.set(tree, (scratch = makeScratch(tree)))
  return scratch
}

function makeScratch({ players, actor, returns }: GameTree): Scratch {
  const ends = nodesWhere(actor, (who) => who === END)
  const valuesOf = Array.from({ length: players }, (_, player) => {
    const values = new Float64Array(actor.length)
    for (let i = 0; i < ends.length; i++) values[ends[i]!] = returns[ends[i]! * players + player]!
    return values
  })
  return {
    own: new Float64Array(actor.length),
    others: new Float64Array(actor.length),
    values: Float64Array.from(returns),
    valuesOf,
  }
}
