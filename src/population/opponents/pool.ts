import { z } from 'zod'
import { UserError, type Json } from '../../core/index.ts'

/** How games against somebody ended; where older games count less, not in whole numbers. */
export interface Score {
  readonly wins: number
  readonly draws: number
  readonly losses: number
}

/** Scores by the opponent's name. */
export type Scores = Readonly<Record<string, Score>>

/** A frozen version of what is trained, or an opponent from elsewhere. */
export interface Member {
  /** 'step-120', 'cfr+:1000'; of nobody else in the pool. */
  readonly id: string
  /** The training step in which it joined. */
  readonly born: number
  /** True for one that stays, however full the pool. */
  readonly fixed: boolean
  /** What the learner had scored against the others when this member was frozen; empty for one from elsewhere. */
  readonly scores: Scores
  /** By other member: what it got on average where the two were tried against each other, in every seat. */
  readonly payoffs?: Readonly<Record<string, number>>
}

/** The members of a population, the oldest first, and what the learner scores against them: plain data. */
export interface Pool {
  readonly members: readonly Member[]
  readonly learner: Scores
}

/** How a game between the learner and a member ended. */
export interface Result {
  readonly opponent: string
  /** What the learner took: 1 for a win, ½ for a draw, 0 for a loss. */
  readonly points: 0 | 0.5 | 1
}

export const emptyPool: Pool = { members: [], learner: {} }

/** What joins a pool. */
export interface Newcomer {
  readonly id: string
  readonly step: number
  /** Default: a frozen version of the learner. */
  readonly kind?: 'version' | 'fixed'
}

/**
 * Adds a member and, where the pool then holds more versions than it may, takes the oldest ones out.
 *
 * A version of the learner takes the learner's scores with it.
 *
 * capacity: versions, members that are fixed not counted: 1 … ∞.
 *
 * @throws UserError for a name that the pool has already.
 */
export function addMember(pool: Pool, { id, step, kind = 'version' }: Newcomer, capacity: number): Pool {
  if (pool.members.some((member) => member.id === id))
    throw new UserError(`The population has a member '${id}' already; give the new one a name of its own.`)
  const fixed = kind === 'fixed'
  const all = [...pool.members, { id, born: step, fixed, scores: fixed ? {} : pool.learner }]
  let surplus = all.filter((member) => !member.fixed).length - capacity
  const members = all.filter((member) => member.fixed || surplus-- <= 0)
  const names = new Set(members.map((member) => member.id))
  return {
    members: members.map((member) => ({
      ...member,
      scores: only(member.scores, names),
      ...(member.payoffs && { payoffs: only(member.payoffs, names) }),
    })),
    learner: only(pool.learner, names),
  }
}

/** Notes what a member got on average against others of the pool. */
export function addPayoffs(pool: Pool, id: string, payoffs: Readonly<Record<string, number>>): Pool {
  const members = pool.members.map((member) =>
    member.id === id ? { ...member, payoffs: { ...member.payoffs, ...payoffs } } : member,
  )
  return { ...pool, members }
}

/**
 * Counts results of the learner, in the order in which the games were played; those of members that have
 * left are passed over.
 *
 * decay: how much an older game against the same member still counts when one more is played: (0, 1].
 */
export function recordResults(pool: Pool, results: readonly Result[], decay: number): Pool {
  const learner = new Map(Object.entries(pool.learner))
  const names = new Set(pool.members.map(({ id }) => id))
  for (const { opponent, points } of results) {
    if (!names.has(opponent)) continue
    const { wins, draws, losses } = learner.get(opponent) ?? NONE
    learner.set(opponent, {
      wins: decay * wins + (points === 1 ? 1 : 0),
      draws: decay * draws + (points === 0.5 ? 1 : 0),
      losses: decay * losses + (points === 0 ? 1 : 0),
    })
  }
  return { members: pool.members, learner: Object.fromEntries(learner) }
}

function scoreAgainst(scores: Scores, opponent: string): Score | undefined {
  return Object.hasOwn(scores, opponent) ? scores[opponent] : undefined
}

const NONE: Score = { wins: 0, draws: 0, losses: 0 }

/** Returns the share of the points that scores gave against an opponent: ½ where nothing was played. */
export function winRate(scores: Scores, opponent: string): number {
  const { wins, draws, losses } = scoreAgainst(scores, opponent) ?? NONE
  const games = wins + draws + losses
  return games === 0 ? 0.5 : (wins + draws / 2) / games
}

/** Returns what a member got against another where the two were tried, in the game's units; else undefined. */
export function triedPayoff(a: Member, b: Member): number | undefined {
  const payoff = (own: Member, other: Member) =>
    own.payoffs !== undefined && Object.hasOwn(own.payoffs, other.id) ? own.payoffs[other.id] : undefined
  const turned = payoff(b, a)
  return payoff(a, b) ?? (turned === undefined ? undefined : 0 - turned)
}

/**
 * Returns what members get against each other: where they were tried, what they got; elsewhere as far as the
 * learner scored when they were frozen, from −1, always lost, to 1. Each is the other's turned round.
 */
export function memberPayoffs({ members }: Pool): number[][] {
  return members.map((a) =>
    members.map((b) => {
      const tried = triedPayoff(a, b)
      if (tried !== undefined) return tried
      // Of two, the younger one has met the older one.
      const gain = (own: Member, other: Member) => 2 * winRate(own.scores, other.id) - 1
      const met = (own: Member, other: Member) => scoreAgainst(own.scores, other.id) !== undefined
      if (met(a, b)) return gain(a, b)
      return met(b, a) ? 0 - gain(b, a) : 0
    }),
  )
}

const count = z.number().min(0)
const scores = z.record(z.string(), z.strictObject({ wins: count, draws: count, losses: count }))
const schema = z.strictObject({
  members: z.array(
    z.strictObject({
      id: z.string(),
      born: z.int(),
      fixed: z.boolean(),
      scores,
      payoffs: z.record(z.string(), z.number()).exactOptional(),
    }),
  ),
  learner: scores,
})

/** Writes a pool as JSON. */
export function poolJson(pool: Pool): Json {
  return pool as unknown as Json
}

/**
 * Reads a pool from JSON.
 *
 * @throws UserError for anything else.
 */
export function readPool(state: Json): Pool {
  const pool = schema.safeParse(state)
  if (pool.success && new Set(pool.data.members.map(({ id }) => id)).size === pool.data.members.length)
    return pool.data
  throw new UserError(
    'The checkpoint holds no population where one is expected; start the run again, or name another checkpoint.',
  )
}

function only<Value>(
  values: Readonly<Record<string, Value>>,
  names: ReadonlySet<string>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}
