import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { codeOf, loadDefault, UserError, type Code, type FileKind } from '../core/index.ts'
import { gameNamed, misdeclared, type Game } from '../game/index.ts'
import { requireSound } from './audit/require-sound.ts'
import { isGame, shippedGames } from './shipped.ts'

const GAME: FileKind = { word: 'game', folder: new URL('../../games/', import.meta.url), is: isGame }

/** A path, and the parameters behind it: './my-game.ts:cards=5'. */
const FILE = /^(.*\.[cm]?[jt]s)(:.*)?$/s

/** Parts the path of a file from the parameters behind it; null for what is no path of a .ts or .js file. */
export function splitFile(text: string): { readonly file: string; readonly parameters: string } | null {
  const [, file, parameters = ''] = FILE.exec(text) ?? []
  return file === undefined ? null : { file, parameters }
}

/**
 * Finds a game that ships by its name, or a user's by the path of its .ts or .js file; both may be
 * followed by parameters: 'goofspiel:cards=5'. A user's game is held to its rules for a moment.
 *
 * @throws UserError when there is none, or when what the file exports is no game, or one that breaks a rule.
 */
export async function loadGame(text: string): Promise<Game> {
  const named = splitFile(text)
  if (named === null) return gameNamed(text, await shippedGames())
  const { file, parameters } = named
  if (existsSync(file)) await requireSound(file, { kind: 'game', parameters })
  const { value, path } = await loadDefault(GAME, file)
  if (typeof value !== 'object' || value === null)
    throw new UserError(
      `Game file '${path}' must export a game as default (export default defineGame({ … })).`,
    )
  const why = misdeclared(value, 'complete')
  if (why !== null) throw new UserError(`Game file '${path}' must export a game as default. ${why}`)
  const game = value as Game
  return gameNamed(game.name + parameters, [game])
}

/** Returns the code of those games that were loaded from files; undefined where none was. */
export function codeOfGames(texts: readonly string[]): Code | undefined {
  const [first, ...more] = texts.flatMap((text) => FILE.exec(text)?.[1] ?? []).map((file) => resolve(file))
  return first === undefined ? undefined : codeOf(first, ...more)
}
