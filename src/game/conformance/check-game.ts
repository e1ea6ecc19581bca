import { stream, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { drawChance } from '../playout.ts'
import { checkSimulator } from './check-simulator.ts'
import { checkFacets } from './check-view.ts'
import { guardGlobals } from './guard.ts'
import { initialState } from './probe.ts'
import type { GameRule, Report, Violation } from './rules.ts'
import { makeVisitor, type Stop } from './visitor.ts'

export interface CheckOptions {
  /** How many states (told apart by their whole history) are visited exhaustively. Default 2,000. */
  readonly visits?: number
  /** How many random games are played when that was not all. Default 50. */
  readonly playouts?: number
  /** Default 0. */
  readonly seed?: number
}

/**
 * Plays a game through and returns the rules that it breaks, each with the first list of actions that
 * shows it; an empty list for a sound game.
 *
 * A game small enough is visited completely, a larger one in part and by random games.
 */
export function checkGame<State extends Json>(game: Game<State>, options: CheckOptions = {}): Violation[] {
  const found = new Map<GameRule, Violation>()
  const reportAt =
    (actions: readonly number[]): Report =>
    (rule, message) => {
      if (!found.has(rule)) found.set(rule, { rule, message, actions })
    }
  let history: readonly number[] = []
  const notice = (name: string) => reportAt(history)('randomness', `a method uses ${name}`)
  const follow = (actions: readonly number[]) => {
    history = actions
    return reportAt(actions)
  }
  guardGlobals(notice, () => walk(game, options, follow))
  return [...found.values()]
}

function walk<State extends Json>(
  game: Game<State>,
  { visits = 2000, playouts = 50, seed = 0 }: CheckOptions,
  follow: (actions: readonly number[]) => Report,
): void {
  const { facets } = game
  checkFacets(game.name, facets, game.vocabulary, follow([]))
  const initial = initialState(game, follow([]))
  if (initial === null) return
  checkSimulator(game, playouts, seed, follow)
  const visitor = makeVisitor(game, follow)
  const start: Stop<State> = {
    state: initial.state,
    actions: [],
    pasts: Array.from({ length: facets.players }, () => ''),
    moves: 0,
  }
  const open = [start]
  let left = visits
  while (open.length > 0 && left-- > 0) open.push(...visitor.visit(open.pop()!, 'all').toReversed())
  if (open.length === 0) visitor.finish()
  for (let i = 0; open.length > 0 && i < playouts; i++) {
    const random = stream(seed, 'conformance', i)
    for (let stop: Stop<State> | undefined = start; stop !== undefined;)
      stop = visitor.visit(stop, (seen, state) =>
        seen.actor === 'chance'
          ? drawChance(game, state, random)
          : seen.legal[random.int(seen.legal.length)]!,
      )[0]
  }
}
