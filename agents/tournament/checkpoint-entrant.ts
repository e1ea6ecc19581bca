import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { createBatcher, LocalModel } from 'coevo/model'
import { findRun } from 'coevo/store'
import type { Entrant } from './entrant.ts'
import { modelPolicy } from '../policy/model-policy.ts'

/**
 * Opens 'checkpoint:DIR', DIR the folder of a model or of a run whose newest checkpoint holds one model.
 *
 * @throws UserError for a folder without a model.
 */
export async function openCheckpoint(name: string, folder: string): Promise<Entrant> {
  return checkpointEntrant(name, await LocalModel.open(modelFolder(folder), { name, frozen: true }))
}

/** Lets a model take part, which must know the words of a game. */
export function checkpointEntrant(name: string, model: LocalModel): Entrant {
  const batcher = createBatcher(model)
  return {
    name,
    seat(game, { constrain }) {
      const known = new Set(model.tokenizer.words)
      const missing = game.vocabulary.find((word) => !known.has(word))
      if (missing !== undefined)
        throw new UserError(`the vocabulary of '${name}' lacks '${missing}', a word of ${game.name}.`)
      return modelPolicy({ name, batcher, constrain, temperature: 1, maxNewTokens: 32 })
    },
  }
}

/** Finds the folder of a model: the path itself, or the one model in the newest checkpoint of a run. */
function modelFolder(path: string): string {
  if (existsSync(join(path, 'config.json'))) return path
  const checkpoints = join(findRun(path), 'checkpoints')
  const newest = readdirSync(checkpoints)
    .filter((name) => /^\d+$/.test(name))
    .toSorted()
    .at(-1)
  if (newest === undefined)
    throw new UserError(`The run '${path}' has no checkpoint yet: name a run that has gone on for a while.`)
  const models = join(checkpoints, newest, 'models')
  const names = existsSync(models) ? readdirSync(models) : []
  if (names.length === 1) return join(models, names[0]!)
  throw new UserError(
    names.length === 0
      ? `The newest checkpoint of '${path}' holds no model.`
      : `The newest checkpoint of '${path}' holds ${names.length} models: name one of them, such as '${join(models, names[0]!)}'.`,
  )
}
