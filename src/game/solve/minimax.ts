import { UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { CHANCE, enumerate, END } from './enumerate.ts'
import { tableOf } from './strategy.ts'

/** Perfect play of a game of perfect information. */
export interface Minimax<State extends Json = Json> {
  /** By player: the expected return from the start. */
  readonly values: readonly number[]
  /** Plays all best actions with the same probability. */
  readonly policy: GamePolicy
  /** Returns each player's expected return from a state of the game. */
  valuesAt(state: State): readonly number[]
}

/**
 * Solves a game of perfect information backwards from its ends, each player for its own return (minimax
 * in a zero-sum game, expectimax with chance).
 *
 * @throws UserError for a game of imperfect information or with too many states to enumerate.
 */
export function solveByMinimax<State extends Json>(game: Game<State>): Minimax<State> {
  if (game.facets.information !== 'perfect')
    throw new UserError(`${game.name} hides information, which minimax cannot solve; use cfr or cfr+.`)
  const tree = enumerate(game)
  const { actor, informationSet, informationSets, firstEdge, child, chance, players } = tree
  const values = Float64Array.from(tree.returns)
  const strategy = new Float64Array(tree.slots)
  for (let node = actor.length - 1; node >= 0; node--) {
    const who = actor[node]!
    if (who === END) continue
    const children = child.subarray(firstEdge[node], firstEdge[node + 1])
    let weights = chance.subarray(firstEdge[node], firstEdge[node + 1])
    if (who !== CHANCE) {
      const own = Array.from(children, (next) => values[next * players + who]!)
      const best = own.map((value) => (value === Math.max(...own) ? 1 : 0))
      const { offset } = informationSets[informationSet[node]!]!
      weights = strategy.subarray(offset, offset + children.length)
      for (const [i, good] of best.entries()) weights[i] = good / best.filter(Boolean).length
    }
    for (const [i, next] of children.entries())
      for (let p = 0; p < players; p++)
        values[node * players + p]! += weights[i]! * values[next * players + p]!
  }
  const at = (node: number) => Array.from(values.subarray(node * players, (node + 1) * players))
  const nodeOf = new Map(informationSets.map(({ key, nodes }) => [key, nodes[0]!]))
  const valuesAt = (state: State): readonly number[] => {
    const who = game.actor(state)
    if (who === 'nobody') return game.returns(state)
    if (who !== 'chance') return at(nodeOf.get(game.informationState(state, who))!)
    const outcomes = game
      .chance(state)
      .map((outcome) =>
        valuesAt(game.apply(state, outcome.action)).map((value) => value * outcome.probability),
      )
    return outcomes.reduce((sum, outcome) => sum.map((value, player) => value + outcome[player]!))
  }
  return {
    values: at(0),
    policy: tablePolicy('minimax', tableOf(tree, strategy)),
    valuesAt,
  }
}
