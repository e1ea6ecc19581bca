import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { lookUp, UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import { createBatcher, LocalModel } from 'coevo/model'
import { findRun } from 'coevo/store'
import { modelPolicy } from './model-policy.ts'
import { namedPolicies, namedPolicy } from './named-policy.ts'
import type { Policy } from './policy.ts'

/** Someone who takes part in tournaments. */
export interface Entrant {
  /** Unique in a tournament: 'uniform', 'cfr+:1000', 'checkpoint:runs/spiral-1'. */
  readonly name: string
  /** True for one that may never answer (a server, a person): its matches are played in real time. */
  readonly live?: boolean
  /**
   * Makes its policy for a game. constrain: it may choose among legal moves only.
   *
   * @throws UserError when it cannot play the game.
   */
  seat(game: Game, options: { readonly constrain: boolean }): Policy
}

/**
 * Opens an agent by its name: one of `namedPolicies`, or 'checkpoint:DIR', DIR the folder of a model or of a
 * run whose newest checkpoint holds one model.
 *
 * @throws UserError for a name that is none, and for a folder without a model.
 */
export async function openEntrant(name: string): Promise<Entrant> {
  const [kind, argument] = name.split(/:(.*)/s) as [string, string | undefined]
  const kinds = Object.fromEntries(Object.keys(namedPolicies).map((each) => [each, 'named']))
  if (lookUp('agent', kind, { ...kinds, checkpoint: 'model' }) === 'named')
    return { name, seat: (game) => namedPolicy(game, name) }
  if (argument === undefined || argument === '')
    throw new UserError(`'${name}' needs a folder: write 'checkpoint:DIR', with a model's folder or a run's.`)
  return checkpointEntrant(name, await LocalModel.open(modelFolder(argument), { name, frozen: true }))
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
