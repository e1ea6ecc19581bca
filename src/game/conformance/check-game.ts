import { stream, watchGlobals, type Json, type Random } from '../../core/index.ts'
import type { Answer, Game } from '../game.ts'
import { checkSimulator } from './check-simulator.ts'
import { checkDeclared } from './check-view.ts'
import { initialState } from './probe.ts'
import type { GameRule, Report, Violation } from './rules.ts'
import { makeVisitor, type Stop, type Visitor } from './visitor.ts'

export interface CheckOptions {
  /** How many states (told apart by their whole history) are visited exhaustively. Default 2,000. */
  readonly visits?: number
  /** How many random games are played when that was not all. Default 50. */
  readonly playouts?: number
  /** How many states are looked at or made all in all, half of them exhaustively at most. Default: as many as there are. */
  readonly states?: number
  /** Default 0. */
  readonly seed?: number
  /** Texts that are tried as answers in every state of a game that reads them itself. Default none. */
  readonly texts?: readonly string[]
}

/** How often a random game is played again with one action changed. */
const CHANGES = 4

/** How much is looked at in the moment that a check may take where a game is loaded. */
export const MOMENT: CheckOptions = { visits: 400, playouts: 3, states: 1200 }

/**
 * Plays a game through and returns the rules that it breaks, each with the first list of actions that
 * shows it; an empty list for a sound game.
 *
 * A game small enough is visited completely. A larger one is visited in part and by random games, in which every
 * outcome of chance is as likely as another; with imperfect information each is played again a few
 * times with one action changed.
 */
export function checkGame<State extends Json>(game: Game<State>, options: CheckOptions = {}): Violation[] {
  const found = new Map<GameRule, Violation>()
  const reportAt =
    (actions: readonly Answer[]): Report =>
    (rule, message) => {
      if (!found.has(rule)) found.set(rule, { rule, message, actions })
    }
  let history: readonly Answer[] = []
  const notice = (name: string) => reportAt(history)('randomness', `a method uses ${name}`)
  const follow = (actions: readonly Answer[]) => {
    history = actions
    return reportAt(actions)
  }
  watchGlobals(() => walk(game, options, follow), notice)
  return [...found.values()]
}

function walk<State extends Json>(
  game: Game<State>,
  { visits = 2000, playouts = 50, states = Infinity, seed = 0, texts = [] }: CheckOptions,
  follow: (actions: readonly Answer[]) => Report,
): void {
  if (!checkDeclared(game, follow([]))) return
  const { facets } = game
  const initial = initialState(game, follow([]))
  if (initial === null) return
  checkSimulator(game, playouts, seed, follow)
  const visitor = makeVisitor(game, follow, texts)
  const start: Stop<State> = {
    state: initial.state,
    actions: [],
    pasts: Array.from({ length: facets.players }, () => ''),
    moves: 0,
    trail: null,
  }
  const open = [start]
  const budget = { states }
  for (let left = visits; open.length > 0 && left > 0 && budget.states >= states / 2; left--) {
    const next = visitor.visit(open.pop()!, 'listed')
    budget.states -= 1 + next.length
    open.push(...next.toReversed())
  }
  if (open.length === 0) visitor.finish()
  for (let i = 0; open.length > 0 && i < playouts && !visitor.isEndless(); i++) {
    const random = stream(seed, 'conformance', i)
    const played = play(visitor, start, random, budget)
    if (facets.information === 'imperfect' && played.length > 0)
      for (let n = 0; n < CHANGES; n++)
        play(visitor, start, random, budget, played, random.int(played.length))
  }
}

/**
 * Visits one random game. With a lead it follows that game as far as it can, but for one step: so that
 * states meet which somebody cannot tell apart, however large the game.
 *
 * @returns its actions
 */
function play<State extends Json>(
  visitor: Visitor<State>,
  start: Stop<State>,
  random: Random,
  budget: { states: number },
  lead: readonly Answer[] = [],
  changed = -1,
): readonly Answer[] {
  for (let stop = start; ;) {
    const { actions } = stop
    if (budget.states-- <= 0) return actions
    const led = lead[actions.length]
    const [next] = visitor.visit(stop, (possible) => {
      if (led !== undefined && actions.length !== changed && possible.includes(led)) return led
      const others = actions.length === changed ? possible.filter((action) => action !== led) : possible
      return others.length === 0 ? led! : others[random.int(others.length)]!
    })
    if (next === undefined) return actions
    stop = next
  }
}
