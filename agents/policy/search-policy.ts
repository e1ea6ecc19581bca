import { alphaBeta, ismcts, mcts, type Game } from 'coevo/game'
import type { Policy } from './policy.ts'

/**
 * Plays by minimax with alpha-beta pruning, one of the best moves with the same probability.
 *
 * depth: moves it looks ahead; null for to the end.
 *
 * @throws UserError for a game with chance, with secrets, or not of two with opposite interests.
 */
export function minimaxPolicy(game: Game, depth: number | null): Policy {
  const search = alphaBeta(game, depth === null ? {} : { depth })
  return {
    name: depth === null ? 'minimax' : `minimax:${depth}`,
    model: null,
    decide(_, random, view) {
      const state = view.state()
      const best = search.best(state)
      return { text: game.label(state, best[random().int(best.length)]!), trace: null }
    },
  }
}

/**
 * Plays by Monte Carlo tree search, so many simulations a move.
 *
 * @throws UserError for a game that hides information.
 */
export function mctsPolicy(game: Game, simulations: number): Policy {
  const tree = mcts(game, { simulations })
  return {
    name: `mcts:${simulations}`,
    model: null,
    decide(_, random, view) {
      const state = view.state()
      return { text: game.label(state, tree.search(state, random()).action), trace: null }
    },
  }
}

/** Plays by information-set Monte Carlo tree search, so many simulations a move. */
export function ismctsPolicy(game: Game, simulations: number): Policy {
  const tree = ismcts(game, { simulations })
  return {
    name: `ismcts:${simulations}`,
    model: null,
    decide({ legal }, random, view) {
      const { action, actions } = tree.search((draw) => view.sample(draw), random())
      return { text: legal[actions.indexOf(action)]!, trace: null }
    },
  }
}
