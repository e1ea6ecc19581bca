import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { createBatcher, type Model } from 'coevo/model'
import { populationMetrics, seatingOf, type Population, type Result } from 'coevo/population'
import type { SessionKind, Work } from 'coevo/scenario'
import { openHall } from './hall.ts'
import { parseIllegalRule } from './illegal-rule.ts'
import { modelPolicy } from './model-policy.ts'
import { namedPolicy } from './named-policy.ts'
import type { Policy } from './policy.ts'

export interface PopulationWorkOptions<Name extends string> {
  readonly game: Game
  /** The model that learns. */
  readonly model: Name
  /** Who it plays against, and how they are drawn: an empty one. */
  readonly population: Population
  /** Members from the beginning on, by name: 'uniform', 'cfr+:1000', 'mcts:100'. */
  readonly opponents?: readonly string[]
  /** How many steps lie between two versions of the model that join, the first before the first step: 1 … . */
  readonly freezeEvery: number
  /** Matches a step. */
  readonly sessions: number
  /** 'constrain' (the default), 'forfeit', 'retry:N' or 'spiral'. */
  readonly rule?: string
  /** Of the models, for each move; default 32. */
  readonly maxNewTokens?: number
}

/**
 * Trains a model in matches against a population of its own frozen versions and of others.
 *
 * The learner meets the opponents that are drawn once in every seat; where it is drawn itself, both seats
 * learn. The population and the weights of its members are part of every checkpoint.
 *
 * @throws UserError for a policy or a rule that is none, and for a number that is no count.
 */
export function populationWork<const Name extends string>(options: PopulationWorkOptions<Name>): Work<Name> {
  const {
    game,
    model: learner,
    population,
    opponents = [],
    freezeEvery,
    sessions,
    maxNewTokens = 32,
  } = options
  if (!(Number.isInteger(freezeEvery) && freezeEvery >= 1))
    throw new UserError(`freezeEvery is ${freezeEvery}; it must be a whole number of steps from 1 on.`)
  const { players } = game.facets
  const rule = parseIllegalRule(options.rule ?? 'constrain')
  const hall = openHall({ game, rule })
  const others = new Map(opponents.map((name) => [name, namedPolicy(game, name)]))
  for (const id of opponents) population.add({ id, step: 0, kind: 'fixed' })
  /** The weights of members that are versions of the learner. */
  const versions = new Map<string, Model>()
  /** The checkpoint that holds the weights of the members, until there is a model to read them. */
  let unread: string | null = null
  let step = 0
  /** Who sits where, by session of the step under way. */
  const seatings = new Map<number, readonly (string | null)[]>()

  const policyOf = (name: string, model: Model): Policy =>
    modelPolicy({
      name,
      batcher: createBatcher(model),
      constrain: rule.kind === 'constrain',
      temperature: 1,
      maxNewTokens,
    })

  const kind: SessionKind<Name> = {
    name: game.name,
    roles: Array.from({ length: players }, (_, seat) => `player-${seat}`),
    models: [learner],
    async play({ models, ...round }) {
      const model = models[learner]
      if (unread !== null) await readVersions(model, unread)
      unread = null
      await joinWhenDue(model)
      const policies = new Map(others)
      for (const [id, version] of versions) policies.set(id, untrained(policyOf(id, version)))
      const own = policyOf(learner, model)
      seatings.clear()
      for (const session of round.sessions)
        seatings.set(session, seatingOf(population, { seed: round.seed, game: session, players }).seats)
      return hall.play({
        ...round,
        seats: (session) => seatings.get(session)!.map((id) => (id === null ? own : policies.get(id)!)),
      })
    },
  }

  return {
    next(next) {
      step = next
      return { kind, sessions }
    },
    update: (episodes) => population.record(episodes.flatMap(resultsOf)),
    metrics: () => populationMetrics(population, step),
    state: () => population.state(),
    restore: (state) => population.restore(state),
    async save(folder) {
      for (const [id, version] of versions) {
        await mkdir(join(folder, id), { recursive: true })
        await version.save(join(folder, id))
      }
    },
    load(folder) {
      unread = folder
      return Promise.resolve()
    },
  }

  async function joinWhenDue(model: Model): Promise<void> {
    const id = `step-${step - 1}`
    if ((step - 1) % freezeEvery !== 0 || versions.has(id)) return
    versions.set(id, frozen(model, id))
    for (const left of population.add({ id, step: step - 1 })) {
      await versions.get(left)?.release?.()
      versions.delete(left)
    }
  }

  async function readVersions(model: Model, folder: string): Promise<void> {
    versions.clear()
    for (const { id, fixed } of population.members) {
      if (fixed) continue
      const version = frozen(model, id)
      await version.load(join(folder, id))
      versions.set(id, version)
    }
  }

  /** What the learner took from each of its opponents. */
  function resultsOf({ session, roles }: Episode): Result[] {
    const seats = seatings.get(session)!
    const own = roles[session % players]!.return
    return seats.flatMap((opponent, seat) => {
      if (opponent === null) return []
      const ahead = own - roles[seat]!.return
      return { opponent, points: ahead > 0 ? 1 : ahead < 0 ? 0 : 0.5 }
    })
  }
}

/** Leaves no turns to learn from. */
function untrained(policy: Policy): Policy {
  return {
    name: policy.name,
    model: null,
    async decide(...turn) {
      const { text } = await policy.decide(...turn)
      return { text, trace: null }
    },
  }
}

function frozen(model: Model, id: string): Model {
  if (model.freeze === undefined)
    throw new UserError(
      `The model '${model.name}' cannot be frozen, so no population can be made of it; use a local model.`,
    )
  return model.freeze(id)
}
