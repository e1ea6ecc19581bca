import type { Json } from '../core/index.ts'
import type { Game } from './game.ts'

/** How a player of a game decides: a probability for each legal action, in the order of `game.legal`. */
export interface GamePolicy<State extends Json = Json> {
  readonly name: string
  probabilities(game: Game<State>, state: State): readonly number[]
}

/** A policy as a table: information-state key → a probability for each legal action, in order. */
export type PolicyTable = ReadonlyMap<string, readonly number[]>
