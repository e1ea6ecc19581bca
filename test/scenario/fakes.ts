import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { stream } from 'coevo/core'
import type { Episode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import { defineScenario, type Evaluation, type Learner, type SessionKind, type Work } from 'coevo/scenario'

/** A model of one weight: how likely it is to win. Only what a run needs of a model works. */
export interface Coin extends Model {
  weight: number
}

export function createCoin(seed: number): Coin {
  const unused = () => expectUnused('coin')
  return {
    name: 'coin',
    weight: stream(seed).uniform() / 2,
    tokenizer: { vocabularySize: 2, endOfTurn: 0, padding: 1, encode: unused, decode: unused },
    version: 0,
    generate: unused,
    score: unused,
    save(folder) {
      return writeFile(join(folder, 'weight.json'), JSON.stringify(this.weight))
    },
    async load(folder) {
      this.weight = JSON.parse(await readFile(join(folder, 'weight.json'), 'utf8')) as number
    },
  }
}

function expectUnused(what: string): never {
  throw new Error(`The ${what} has no such part`)
}

/** Tosses the coin once a session, against nobody. */
export const toss: SessionKind<'coin'> = {
  name: 'toss',
  roles: ['player-0', 'player-1'],
  models: ['coin'],
  play: async ({ seed, sessions, models }) =>
    sessions.map((session): Episode => {
      const won = stream(seed, 'session', session).uniform() < (models.coin as Coin).weight
      const turn = {
        ply: 0,
        prompt: [session % 7, 1],
        completion: [won ? 1 : 0],
        logprobs: [-0.5],
        allowed: [null],
      }
      const idle = { turns: [], illegal: 0, parseFailures: 0 }
      return {
        session,
        game: 'toss',
        roles: [
          { ...idle, role: 'player-0', model: 'coin', turns: [turn], return: won ? 1 : -1 },
          { ...idle, role: 'player-1', model: null, return: won ? -1 : 1 },
        ],
        end: 'finished',
      }
    }),
}

/** Moves the weight by the mean return, with momentum: a state beside the weights. */
export function createNudge(model: Coin): Learner {
  let momentum = 0
  return {
    learn(episodes) {
      const mean = episodes.reduce((sum, { roles }) => sum + roles[0]!.return, 0) / episodes.length
      momentum = 0.9 * momentum + 0.1 * (mean + 1)
      model.weight = Math.min(1, model.weight + 0.05 * momentum)
      return Promise.resolve({ loss: 1 - model.weight })
    },
    save: (folder) => writeFile(join(folder, 'momentum.json'), JSON.stringify(momentum)),
    async load(folder) {
      momentum = JSON.parse(await readFile(join(folder, 'momentum.json'), 'utf8')) as number
    },
  }
}

/** Plays more sessions the more games were lost: work with a state. */
export function createLadder(): Work<'coin'> {
  let lost = 0
  return {
    next: (step) => ({ kind: toss, sessions: 4 + ((lost + step) % 3) }),
    update(episodes) {
      lost += episodes.filter(({ roles }) => roles[0]!.return < 0).length
    },
    state: () => lost,
    restore(state) {
      lost = state as number
    },
  }
}

export const regret: Evaluation<'coin', 'nashConv'> = {
  models: ['coin'],
  metrics: ['nashConv'],
  evaluate: ({ models }) => Promise.resolve({ nashConv: 1 - (models.coin as Coin).weight }),
}

/** A whole scenario without a transformer: milliseconds a run. */
export const coinScenario = defineScenario({
  name: 'coin',
  title: 'A coin that learns to win',
  description: 'Exercises the runner.',
  options: z.object({
    steps: z.int().min(1).max(1000).default(12).describe('how many steps'),
    evaluateEvery: z.int().min(1).default(5).describe('steps between evaluations'),
    checkpointEvery: z.int().min(1).default(3).describe('steps between checkpoints'),
    flavour: z.enum(['plain', 'salted']).default('plain').describe('changes nothing'),
  }),
  build: ({ steps, evaluateEvery, checkpointEvery }) => ({
    models: { coin: createCoin },
    work: createLadder(),
    learners: { coin: createNudge },
    evaluate: [regret],
    headline: 'nashConv',
    steps,
    evaluateEvery,
    checkpointEvery,
  }),
})
