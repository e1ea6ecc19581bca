import type { Json } from '../../core/index.ts'
import type { Actor, ChanceOutcome, Game } from '../game.ts'

/** Everything that a game says about one state. */
export interface View {
  readonly actor: Actor
  readonly chance: readonly ChanceOutcome[]
  readonly legal: readonly number[]
  /** In the order of `legal`. */
  readonly labels: readonly string[]
  /** By player. */
  readonly observations: readonly string[]
  /** By player. */
  readonly informationStates: readonly string[]
  /** Empty before the end. */
  readonly returns: readonly number[]
}

/** Asks a game everything about a state. */
export function view<State extends Json>(game: Game<State>, state: State): View {
  const actor = game.actor(state)
  const legal = game.legal(state)
  const players = Array.from({ length: game.facets.players }, (_, player) => player)
  return {
    actor,
    chance: game.chance(state),
    legal,
    labels: legal.map((action) => game.label(state, action)),
    observations: players.map((player) => game.observation(state, player)),
    informationStates: players.map((player) => game.informationState(state, player)),
    returns: actor === 'nobody' ? game.returns(state) : [],
  }
}
