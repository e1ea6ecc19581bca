import { average, stream, UserError, type Json, type Random } from '../../core/index.ts'
import {
  addMember,
  addPayoffs,
  emptyPool,
  poolJson,
  readPool,
  recordResults,
  type Member,
  type Newcomer,
  type Result,
} from './pool.ts'
import type { OpponentRule, Weights } from './rules.ts'

/** Who plays against the learner: frozen versions of it and others, and how they are drawn. */
export interface Population {
  /** The rule's name. */
  readonly name: string
  /** The oldest first. */
  readonly members: readonly Member[]
  /** Adds a member; returns the names of those that left for it. @throws UserError for a name that is taken. */
  add(newcomer: Newcomer): readonly string[]
  /** Notes what a member got on average against others, in the game's units. */
  appraise(id: string, payoffs: Readonly<Record<string, number>>): void
  /** Returns how often each opponent is drawn, in proportion. */
  weights(): Weights
  /** Draws an opponent: a member's name, or null for the learner as it is now. */
  draw(random: Random): string | null
  /** Counts results of the learner, in the order of the games. */
  record(results: readonly Result[]): void
  /** Returns all that a resumed run needs, as plain data. */
  state(): Json
  /** @throws UserError for what is no state of a population. */
  restore(state: Json): void
}

export interface PopulationOptions {
  readonly rule: OpponentRule
  /** How many frozen versions it holds; then the oldest leaves first. 1 … . Default: all. */
  readonly capacity?: number
  /** How much an older game against the same member still counts when one more is played: (0, 1]. Default 0.99. */
  readonly decay?: number
}

/**
 * Opens an empty population.
 *
 * @throws UserError for options out of range.
 */
export function openPopulation({ rule, capacity = Infinity, decay = 0.99 }: PopulationOptions): Population {
  if (!(capacity >= 1 && (capacity === Infinity || Number.isInteger(capacity))))
    throw new UserError(`population: capacity is ${capacity}; it must be a whole number from 1 on.`)
  if (!(decay > 0 && decay <= 1))
    throw new UserError(`population: decay is ${decay}; it must be above 0 and at most 1.`)
  let pool = emptyPool
  let weights: Weights | null = null
  const become = (next: typeof pool) => {
    pool = next
    weights = null
  }
  return {
    name: rule.name,
    get members() {
      return pool.members
    },
    add(newcomer) {
      const before = pool.members
      become(addMember(pool, newcomer, capacity))
      return before.map(({ id }) => id).filter((id) => !pool.members.some((member) => member.id === id))
    },
    appraise: (id, payoffs) => become(addPayoffs(pool, id, payoffs)),
    weights: () => (weights ??= rule.weigh(pool)),
    draw(random) {
      const { self, members } = this.weights()
      const drawn = random.categorical([...members, self])
      const total = members.reduce((sum, weight) => sum + weight, self)
      return total === 0 ? null : (pool.members[drawn]?.id ?? null)
    },
    record(results) {
      if (results.length > 0) become(recordResults(pool, results, decay))
    },
    state: () => poolJson(pool),
    restore: (state) => become(readPool(state)),
  }
}

/** Where everybody sits in one game. */
export interface Seating {
  /** The learner's seat. */
  readonly seat: number
  /** By seat: a member's name; null for the learner, at its own seat too. */
  readonly seats: readonly (string | null)[]
}

/**
 * Says who sits where in a game of training.
 *
 * Games are numbered, and each run of as many as there are seats is played against the same opponents, the
 * learner once in every seat: so it meets each opponent equally often in each seat. A game's seating depends
 * on the seed, its number and the population alone.
 */
export function seatingOf(
  population: Population,
  { seed, game, players = 2 }: { readonly seed: number; readonly game: number; readonly players?: number },
): Seating {
  const seat = game % players
  const random = stream(seed, 'opponents', Math.floor(game / players))
  const others = Array.from({ length: players - 1 }, () => population.draw(random))
  return { seat, seats: others.toSpliced(seat, 0, null) }
}

/** Returns what a run logs of a population in a step: its size, and its members' ages in steps. */
export function populationMetrics({ members }: Population, step: number): Record<string, number> {
  const ages = members.filter((member) => !member.fixed).map(({ born }) => step - born)
  if (ages.length === 0) return { 'population/size': members.length }
  return {
    'population/size': members.length,
    'population/age/mean': average(ages),
    'population/age/oldest': Math.max(...ages),
    'population/age/newest': Math.min(...ages),
  }
}

/** Returns what a run logs of the learner's games of a step: by opponent how many, and the shares won and drawn. */
export function resultMetrics(results: readonly Result[]): Record<string, number> {
  const byOpponent = Map.groupBy(results, ({ opponent }) => opponent)
  return Object.fromEntries(
    [...byOpponent].flatMap(([opponent, games]) => {
      const share = (points: number) => games.filter((game) => game.points === points).length / games.length
      return [
        [`against/${opponent}/games`, games.length],
        [`against/${opponent}/winRate`, share(1)],
        [`against/${opponent}/drawRate`, share(0.5)],
      ]
    }),
  )
}
