import type { z } from 'zod'
import {
  listParameters,
  makeFamily,
  memberNamed,
  type Family,
  type Json,
  type OptionRow,
} from '../core/index.ts'
import { defineGame, type Game, type GameDefinition } from './game.ts'

/** A game with parameters. It is itself the game whose parameters have their defaults. */
export interface GameFamily<State extends Json = Json, Parameters extends z.ZodObject = z.ZodObject>
  extends Game<State>, Family<Game<State>, Parameters> {}

/** The rules of a game without its name. */
export type GameRules<State extends Json> = Omit<GameDefinition<State>, 'name' | 'title'>

/** A family as its author writes it: the rules as a function of the parameters. */
export interface GameFamilyDefinition<State extends Json, Parameters extends z.ZodObject> {
  /** Kebab-case, as on the command line: 'goofspiel'. */
  readonly name: string
  readonly title: string
  /** Every parameter has a default and a description; its values are numbers, booleans and texts without commas. */
  readonly parameters: Parameters
  readonly make: (parameters: z.output<Parameters>) => GameRules<State>
}

/**
 * Makes a game with parameters.
 *
 * @example games/goofspiel.ts
 */
export function defineGameFamily<State extends Json, Parameters extends z.ZodObject>({
  make,
  ...family
}: GameFamilyDefinition<State, Parameters>): GameFamily<State, Parameters> {
  return makeFamily<Game<State>, Parameters>({
    ...family,
    kind: 'game',
    make: (parameters, named) => defineGame({ ...make(parameters), ...named }),
  })
}

/** Lists the parameters of a game with their defaults; none for a game without. */
export function parametersOf(game: Game): OptionRow[] {
  return listParameters('game', game)
}

/**
 * Finds a game by its name, with parameters or without: 'goofspiel', 'goofspiel:cards=5,order=random'.
 *
 * @throws UserError naming what is unknown, and what was probably meant.
 */
export function gameNamed(text: string, games: readonly Game[]): Game {
  return memberNamed('game', text, games)
}
