import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { stream, UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { createBatcher, type Model } from 'coevo/model'
import {
  populationMetrics,
  resultMetrics,
  seatingOf,
  triedPayoff,
  type Member,
  type Population,
  type Result,
} from 'coevo/population'
import type { PlayContext, SessionKind, Work } from 'coevo/scenario'
import { openHall } from '../match/hall.ts'
import { parseIllegalRule } from '../match/illegal-rule.ts'
import { modelPolicy } from '../policy/model-policy.ts'
import { namedPolicy } from '../policy/named-policy.ts'
import type { Policy } from '../policy/policy.ts'

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
  /**
   * Matches, in each seat, in which every two members are tried against each other when the younger one
   * joins, over the same deals in both seats; for a meta-strategy of a game for two. Default 0: none.
   */
  readonly trials?: number
  /** 'constrain' (the default), 'forfeit', 'retry:N' or 'spiral'. */
  readonly rule?: string
  /** Of the models, for each move; default 32. */
  readonly maxNewTokens?: number
}

/** Training against a population. */
export interface PopulationWork<Name extends string> extends Work<Name> {
  /** The members that are versions of the model, by name, the oldest first. */
  readonly versions: ReadonlyMap<string, Model>
}

/**
 * Trains a model in matches against a population of its own frozen versions and of others.
 *
 * The learner meets the opponents that are drawn once in every seat; where it is drawn itself, both seats
 * learn. The population and the weights of its members are part of every checkpoint.
 *
 * Every step logs, by opponent, how many games the learner played against it ('against/step-120/games') and
 * the shares that it won and drew.
 *
 * @throws UserError for a policy or a rule that is none, and for a number that is no count.
 */
export function populationWork<const Name extends string>(
  options: PopulationWorkOptions<Name>,
): PopulationWork<Name> {
  const {
    game,
    model: learner,
    population,
    opponents = [],
    freezeEvery,
    sessions,
    trials = 0,
    maxNewTokens = 32,
  } = options
  if (!(Number.isInteger(freezeEvery) && freezeEvery >= 1))
    throw new UserError(`freezeEvery is ${freezeEvery}; it must be a whole number of steps from 1 on.`)
  const { players } = game.facets
  if (!(Number.isInteger(trials) && trials >= 0))
    throw new UserError(`trials is ${trials}; it must be a whole number of matches from 0 on.`)
  if (trials > 0 && players !== 2)
    throw new UserError(`${game.name} has ${players} players; trials need a game for two.`)
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
  let results: readonly Result[] = []

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
    games: [game],
    async play({ models, ...round }) {
      const model = models[learner]
      if (unread !== null) await readVersions(model, unread)
      unread = null
      await joinWhenDue(model)
      const policies = new Map(others)
      for (const [id, version] of versions) policies.set(id, untrained(policyOf(id, version)))
      if (trials > 0) await tryMembers(policies, round)
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
    versions,
    next(next) {
      step = next
      return { kind, sessions }
    },
    update(episodes) {
      results = episodes.flatMap(resultsOf)
      population.record(results)
    },
    metrics: () => ({ ...populationMetrics(population, step), ...resultMetrics(results) }),
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

  /** Lets all members play against each other that were not tried yet. */
  async function tryMembers(policies: ReadonlyMap<string, Policy>, round: Trial): Promise<void> {
    for (const [age, member] of population.members.entries()) {
      const payoffs: Record<string, number> = {}
      for (const other of population.members.slice(0, age))
        if (triedPayoff(member, other) === undefined)
          payoffs[other.id] = await tryPair([member, other], policies, round)
      if (Object.keys(payoffs).length > 0) population.appraise(member.id, payoffs)
    }
  }

  /** Returns what the first of two gets on average. */
  async function tryPair(
    pair: readonly Member[],
    policies: ReadonlyMap<string, Policy>,
    { seed, concurrency }: Trial,
  ): Promise<number> {
    const names = pair.map(({ id }) => id)
    const seats = names.map((id) => policies.get(id)!)
    const matches = {
      seed: stream(seed, 'trial', ...names).int(2 ** 32),
      sessions: Array.from({ length: trials }, (_, i) => i),
      concurrency,
    }
    let lead = 0
    for (const { roles } of await hall.play({ ...matches, seats }))
      lead += roles[0]!.return - roles[1]!.return
    for (const { roles } of await hall.play({ ...matches, seats: seats.toReversed() }))
      lead += roles[1]!.return - roles[0]!.return
    return lead / (4 * trials)
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

/** How members are tried: with random streams of this seed, so many matches at once. */
type Trial = Pick<PlayContext, 'seed' | 'concurrency'>

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
