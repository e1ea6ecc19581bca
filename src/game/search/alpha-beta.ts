import { UserError, type Json } from '../../core/index.ts'
import type { Facets, Game } from '../game.ts'
import { isSurelyLarger } from '../solve/size.ts'

export interface AlphaBetaOptions {
  /** How many moves it looks ahead: 1 or more. Default: to the end. */
  readonly depth?: number
  /** How many positions a search to the end may meet, and one of limited depth keeps. Default 1,000,000. */
  readonly positions?: number
}

/** Minimax play, found by search from where the game stands. */
export interface AlphaBeta<State extends Json = Json> {
  /** Returns what the first player gets with best play, as far as it is seen. */
  value(state: State): number
  /** Returns the legal actions that are as good as any, in their order. */
  best(state: State): number[]
}

const EXACT = 0
const AT_LEAST = 1
const AT_MOST = 2

/** What is known of a position. */
interface Entry {
  readonly depth: number
  readonly value: number
  readonly bound: typeof EXACT | typeof AT_LEAST | typeof AT_MOST
  /** The action to try first. */
  readonly action: number
}

/**
 * After this share of the positions that it may meet, a search from the start of a game to its end asks whether it
 * will ever get there: not if the game has so many times more than it may meet.
 */
const LOOK = 1 / 16
const HOPELESS = 10

/** Values nearer to each other than this are the same. */
const EPSILON = 1e-9

/** @throws UserError for a game that minimax cannot play. */
function assertMinimax(name: string, { information, chance, players, utility }: Facets): void {
  const refuse = (why: string, instead: string) =>
    new UserError(`${name} ${why}, so minimax cannot play it; use '${instead}'.`)
  if (information === 'imperfect') throw refuse('hides information', 'ismcts')
  if (chance === 'sampled') throw refuse('has chance', 'mcts')
  if (players !== 2 || (utility !== 'zero-sum' && utility !== 'constant-sum'))
    throw refuse('is not for two with opposite interests', 'mcts')
}

/**
 * Opens a minimax search with alpha-beta pruning and a transposition table, for games of two with opposite interests
 * in which nothing is hidden or left to chance.
 *
 * What lies beyond the depth is worth as much to both. A search of limited depth looks one move
 * ahead, then two, and so on, and stops at a sure win: so it wins as fast as it can. What it answers does not depend on
 * what it was asked before.
 *
 * Source: D. E. Knuth and R. W. Moore, "An analysis of alpha-beta pruning", Artificial Intelligence (1975).
 *
 * @throws UserError for another kind of game; when asked, where a search to the end meets too many positions.
 */
export function alphaBeta<State extends Json>(
  game: Game<State>,
  { depth: limit = Number.POSITIVE_INFINITY, positions = 1_000_000 }: AlphaBetaOptions = {},
): AlphaBeta<State> {
  assertMinimax(game.name, game.facets)
  const [least, most] = game.facets.utilityRange
  const middle = game.facets.utility === 'zero-sum' ? 0 : (least + most) / 2
  const table = new Map<string, Entry>()
  let fromStart = false

  /** Returns the first player's value, exact within alpha … beta and a bound beyond. */
  function search(state: State, depth: number, alpha: number, beta: number): number {
    const actor = game.actor(state)
    if (actor === 'nobody') return game.returns(state)[0]!
    if (depth === 0) return middle
    const key = JSON.stringify(state)
    const known = table.get(key)
    if (known !== undefined && known.depth === depth) {
      const { bound, value } = known
      if (bound === EXACT || (bound === AT_LEAST ? value >= beta : value <= alpha)) return value
    }
    const rises = actor === 0
    let [low, high] = [alpha, beta]
    let value = rises ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    let action = -1
    for (const next of ordered(game.legal(state), known)) {
      const found = search(game.apply(state, next), depth - 1, low, high)
      if (rises ? found > value : found < value) {
        value = found
        action = next
      }
      if (rises) low = Math.max(low, value)
      else high = Math.min(high, value)
      if (low >= high) break
    }
    remember(key, {
      depth,
      value,
      bound: value <= alpha ? AT_MOST : value >= beta ? AT_LEAST : EXACT,
      action,
    })
    return value
  }

  function remember(key: string, entry: Entry): void {
    const toEnd = entry.depth === Number.POSITIVE_INFINITY
    const isNew = !table.has(key)
    if (isNew && toEnd && fromStart && table.size === Math.ceil(LOOK * positions))
      if (isSurelyLarger(game, HOPELESS * positions)) throw tooLarge()
    if (isNew && table.size >= positions) {
      if (toEnd) throw tooLarge()
      table.clear()
    }
    table.set(key, entry)
  }

  const tooLarge = () =>
    new UserError(
      `${game.name} has more than ${positions.toLocaleString('en-US')} positions ahead, too many for minimax to ` +
        "search to the end; look some moves ahead only: 'minimax:6'.",
    )

  /** Searches each action with a window that tells those as good as the best from all others. */
  function rank(state: State, depth: number): { readonly value: number; readonly actions: number[] } {
    const rises = game.actor(state) === 0
    let value = rises ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    const found = game.legal(state).map((action) => {
      const next = game.apply(state, action)
      const [low, high] = rises
        ? [value - EPSILON, Number.POSITIVE_INFINITY]
        : [Number.NEGATIVE_INFINITY, value + EPSILON]
      const reached = search(next, depth - 1, low, high)
      value = rises ? Math.max(value, reached) : Math.min(value, reached)
      return { action, reached }
    })
    const isBest = ({ reached }: { readonly reached: number }) => Math.abs(reached - value) < EPSILON
    return { value, actions: found.filter(isBest).map(({ action }) => action) }
  }

  function deepen(state: State): { readonly value: number; readonly actions: number[] } {
    if (limit === Number.POSITIVE_INFINITY) {
      fromStart = JSON.stringify(state) === JSON.stringify(game.initial())
      return rank(state, limit)
    }
    const win = game.actor(state) === 0 ? most : least
    for (let depth = 1; ; depth++) {
      const ranked = rank(state, depth)
      if (depth >= limit || ranked.value === win) return ranked
    }
  }

  return {
    value: (state) => (game.actor(state) === 'nobody' ? game.returns(state)[0]! : deepen(state).value),
    best: (state) => deepen(state).actions,
  }
}

/** Puts the action that was best before first. */
function ordered(actions: readonly number[], known: Entry | undefined): readonly number[] {
  if (known === undefined || !actions.includes(known.action)) return actions
  return [known.action, ...actions.filter((action) => action !== known.action)]
}
