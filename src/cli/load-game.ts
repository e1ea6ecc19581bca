import { loadDefault, UserError, type FileKind } from '../core/index.ts'
import { gameNamed, type Game } from '../game/index.ts'
import { isGame, shippedGames } from './shipped.ts'

const GAME: FileKind = { word: 'game', folder: new URL('../../games/', import.meta.url), is: isGame }

/** A path, and the parameters behind it: './my-game.ts:cards=5'. */
const FILE = /^(.*\.[cm]?[jt]s)(:.*)?$/s

/**
 * Finds a game that ships by its name, or a user's by the path of its .ts or .js file; both may be
 * followed by parameters: 'goofspiel:cards=5'.
 *
 * @throws UserError when there is none, or when what the file exports is no game.
 */
export async function loadGame(text: string): Promise<Game> {
  const [, file, parameters = ''] = FILE.exec(text) ?? []
  if (file === undefined) return gameNamed(text, await shippedGames())
  const { value, path } = await loadDefault(GAME, file)
  if (!isGame(value))
    throw new UserError(
      `Game file '${path}' must export a game as default (export default defineGame({ … })).`,
    )
  return gameNamed(value.name + parameters, [value])
}
