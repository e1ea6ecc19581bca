import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { createBatcher, LocalModel } from 'coevo/model'
import { policyTable } from 'coevo/scenario'
import { findRun } from 'coevo/store'
import { z } from 'zod'
import type { Entrant } from './entrant.ts'
import { modelPolicy } from '../policy/model-policy.ts'

/** What can be set of a model. */
export const checkpointSettings = z.object({
  temperature: z.number().min(0).max(5).optional(),
  max_tokens: z.int().min(1).max(4096).optional(),
})

/**
 * Opens 'checkpoint:DIR', DIR the folder of a model or of a run whose newest checkpoint holds one model.
 *
 * @throws UserError for a folder without a model.
 */
export async function openCheckpoint(
  name: string,
  folder: string,
  settings: z.output<typeof checkpointSettings> = {},
): Promise<Entrant> {
  const model = await LocalModel.open(modelFolder(folder), { name, frozen: true })
  return checkpointEntrant(name, model, settings)
}

/** Lets a model take part, which must know the words of a game. It samples its own distribution, if not told else. */
export function checkpointEntrant(
  name: string,
  model: LocalModel,
  { temperature = 1, max_tokens: maxNewTokens = 32 }: z.output<typeof checkpointSettings> = {},
): Entrant {
  const batcher = createBatcher(model)
  return {
    name,
    constrainable: true,
    seat(game, { constrain }) {
      const known = new Set(model.tokenizer.words)
      const missing = game.vocabulary.find((word) => !known.has(word))
      if (missing !== undefined)
        throw new UserError(`the vocabulary of '${name}' lacks '${missing}', a word of ${game.name}.`)
      const policy = modelPolicy({ name, batcher, constrain, temperature, maxNewTokens })
      return temperature === 1 ? { ...policy, table: (asked) => policyTable(asked, model) } : policy
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
