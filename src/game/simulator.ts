import type { Json } from '../core/index.ts'

/** Who acts where chance does. */
export const CHANCE = -1
/** Who acts when a game is over. */
export const END = -2

/**
 * A game under way that is changed in place, for playouts by the million. It allocates nothing as it plays
 * and trusts its caller: what `apply` does with an action that is not possible is not defined.
 */
export interface Simulator<State extends Json = Json> {
  /** The index of the player to move, `CHANCE` or `END`. */
  readonly actor: number
  /** How many actions are possible: moves, or outcomes of chance; 0 at the end. */
  readonly count: number
  /** Goes back to the start. */
  reset(): void
  /** Goes to a state. */
  load(state: State): void
  /** Returns the state as the pure rules write it. */
  state(): State
  /** Returns the i-th possible action, in the order of `legal` or `chance`. i: 0 … count − 1 */
  action(i: number): number
  /** Returns the probability of the i-th outcome of a chance state. */
  probability(i: number): number
  apply(action: number): void
  /** Returns what a player gets at the end. */
  returnOf(player: number): number
  /** Returns a number or a short text that no other state has. Trees are laid out by it where both keys are. */
  key?(): number | string
  /** Returns a number or a short text for what the player to move knows: a shorter `informationState`. */
  informationKey?(): number | string
}
