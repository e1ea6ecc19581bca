import { UserError, type Json } from '../core/index.ts'
import type { Game } from './game.ts'

/** How a player of a game decides: a probability for each legal action, in the order of `game.legal`. */
export interface GamePolicy<State extends Json = Json> {
  readonly name: string
  probabilities(game: Game<State>, state: State): readonly number[]
}

/** A policy as a table: information-state key → a probability for each legal action, in order. */
export type PolicyTable = ReadonlyMap<string, readonly number[]>

/** Policies by seat, or one policy for every seat. */
export type Seats = GamePolicy | readonly GamePolicy[]

/**
 * Returns the policy of a seat.
 *
 * @throws UserError when the seat has none.
 */
export function policyOf(seats: Seats, player: number): GamePolicy {
  const policy = 'probabilities' in seats ? seats : seats[player]
  if (policy === undefined)
    throw new UserError(`Player ${player} has no policy; give one a seat, or one for all.`)
  return policy
}
