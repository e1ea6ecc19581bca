import type { z } from 'zod'
import {
  canonicalJson,
  listOptions,
  lookUp,
  readOptions,
  showOption,
  UserError,
  type Json,
  type OptionRow,
  type OptionValues,
} from '../core/index.ts'
import { defineGame, type Game, type GameDefinition } from './game.ts'

/** A game with parameters. It is itself the game whose parameters have their defaults. */
export interface GameFamily<
  State extends Json = Json,
  Parameters extends z.ZodObject = z.ZodObject,
> extends Game<State> {
  readonly parameters: Parameters
  /**
   * Makes the game with other parameters; those left out keep their defaults. Its name says which:
   * 'goofspiel:cards=5,order=random'.
   *
   * @throws UserError naming the parameter that is unknown or out of range.
   */
  with(set: z.input<Parameters>): Game<State>
}

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
  name,
  title,
  parameters,
  make,
}: GameFamilyDefinition<State, Parameters>): GameFamily<State, Parameters> {
  const options = optionsOf(name, parameters)
  const defaults = readOptions(options)
  const build = (values: OptionValues, suffix = '', remark = '') =>
    // What the schema has read is its output.
    defineGame({ ...make(values as z.output<Parameters>), name: name + suffix, title: title + remark })
  const family: GameFamily<State, Parameters> = {
    ...build(defaults),
    parameters,
    with(set) {
      const values = readOptions(options, set as OptionValues)
      const changed = Object.keys(parameters.shape).filter(
        (key) => canonicalJson(values[key] ?? null) !== canonicalJson(defaults[key] ?? null),
      )
      const list = (between: string) => changed.map((key) => key + between + showOption(values[key] ?? null))
      return changed.length === 0
        ? family
        : build(values, `:${list('=').join(',')}`, ` (${list(' ').join(', ')})`)
    },
  }
  return family
}

/** Lists the parameters of a game with their defaults; none for a game without. */
export function parametersOf(game: Game): OptionRow[] {
  return isFamily(game) ? listOptions(optionsOf(game.name, game.parameters)) : []
}

/**
 * Finds a game by its name, with parameters or without: 'goofspiel', 'goofspiel:cards=5,order=random'.
 *
 * @throws UserError naming what is unknown, and what was probably meant.
 */
export function gameNamed(text: string, games: readonly Game[]): Game {
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const game = lookUp('game', name, Object.fromEntries(games.map((known) => [known.name, known])))
  if (colon < 0) return game
  if (!isFamily(game)) throw new UserError(`Game '${name}' has no parameters; write '${name}'.`)
  const pairs = text
    .slice(colon + 1)
    .split(',')
    .map((part) => readPair(part, name))
  for (const [i, [key]] of pairs.entries())
    if (pairs.findIndex(([other]) => other === key) < i)
      throw new UserError(`'${text}' sets parameter '${key}' twice.`)
  return game.with(Object.fromEntries(pairs))
}

function readPair(part: string, game: string): [key: string, value: string] {
  const equals = part.indexOf('=')
  if (equals < 1)
    throw new UserError(
      `'${part}' is no parameter of game '${game}'; write name=value, with commas between several.`,
    )
  return [part.slice(0, equals), part.slice(equals + 1)]
}

function isFamily(game: Game): game is GameFamily {
  return 'parameters' in game && 'with' in game
}

const optionsOf = (name: string, schema: z.ZodObject) => ({ kind: 'game', name, word: 'parameter', schema })
