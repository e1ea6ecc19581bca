import { UserError, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { enumerate, type EnumerateOptions } from './enumerate.ts'
import { tableOf } from './strategy.ts'

/** Perfect play of a game of perfect information. */
export interface Minimax<State extends Json = Json> {
  /** By player: the expected return from the start. */
  readonly values: readonly number[]
  /** Plays all actions that are as good, for every player, as the first best with the same probability. */
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
export function solveByMinimax<State extends Json>(
  game: Game<State>,
  options: EnumerateOptions = {},
): Minimax<State> {
  if (game.facets.information !== 'perfect')
    throw new UserError(`${game.name} hides information, which minimax cannot solve; use cfr or cfr+.`)
  const tree = enumerate(game, options)
  const { actor, inner, slot, informationSets, firstEdge, child, chance, players } = tree
  const strategy = new Float64Array(tree.slots)
  const values = Float64Array.from(tree.returns)
  const everybody = Array.from({ length: players }, (_, player) => player)
  const at = (node: number) => everybody.map((player) => values[node * players + player]!)
  for (const node of inner.toReversed()) {
    const who = actor[node]!
    const [from, to] = [firstEdge[node]!, firstEdge[node + 1]!]
    const next = Array.from(child.subarray(from, to), at)
    if (who < 0) {
      values.set(average(next, chance.subarray(from, to)), node * players)
      continue
    }
    const best = next.reduce((a, b) => (b[who]! > a[who]! ? b : a))
    const good = next.map((value) => value.every((v, player) => v === best[player]))
    const share = 1 / good.filter(Boolean).length
    strategy.set(
      good.map((isGood) => (isGood ? share : 0)),
      slot[node],
    )
    values.set(best, node * players)
  }
  const nodeOf = new Map(informationSets.map(({ key, nodes }) => [key, nodes[0]!]))
  const valuesAt = (state: State): readonly number[] => {
    const who = game.actor(state)
    if (who === 'nobody') return game.returns(state)
    if (who !== 'chance') return at(nodeOf.get(game.informationState(state, who))!)
    const outcomes = game.chance(state)
    const next = outcomes.map(({ action }) => valuesAt(game.apply(state, action)))
    return average(
      next,
      outcomes.map(({ probability }) => probability),
    )
  }
  return { values: at(0), policy: tablePolicy('minimax', tableOf(tree, strategy)), valuesAt }
}

/** Weighs value vectors by probabilities. */
function average(vectors: readonly (readonly number[])[], probabilities: ArrayLike<number>): number[] {
  return vectors[0]!.map((_, player) =>
    vectors.reduce((sum, vector, i) => sum + probabilities[i]! * vector[player]!, 0),
  )
}
