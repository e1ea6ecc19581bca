import type { Pairing } from './pairings.ts'

/** One match of a tournament: which agents sit where, at which game, over which deal. */
export interface Fixture {
  /** The game's number in the tournament. */
  readonly game: number
  readonly round: number
  /** The agents' numbers by seat. */
  readonly seats: readonly [first: number, second: number]
}

/** How many games, agents and rounds a tournament may have, so that a match's number stays exact. */
export const LIMITS = { games: 64, agents: 8192, rounds: 2 ** 20 } as const

/** How many matches one pair of agents may play at one game. */
const PER_PAIR = 2 * LIMITS.rounds
/** How many matches one game may have; 2²⁵ pairs are more than `LIMITS.agents` make. */
const PER_GAME = 2 ** 25 * PER_PAIR

/** Returns the matches of a pairing in a round: at every game, both orders of seats over the same deal. */
export function fixtures(round: number, [a, b]: Pairing, games: number): Fixture[] {
  return Array.from({ length: games }, (_, game): Fixture[] => [
    { game, round, seats: [a, b] },
    { game, round, seats: [b, a] },
  ]).flat()
}

/**
 * Numbers a match. The number says everything of the match and is the same whoever else takes part; the
 * two matches over one deal differ in its last bit only.
 */
export function matchNumber({ game, round, seats: [first, second] }: Fixture): number {
  const [low, high] = first < second ? [first, second] : [second, first]
  const pair = (high * (high - 1)) / 2 + low
  return game * PER_GAME + pair * PER_PAIR + round * 2 + (first < second ? 0 : 1)
}

/** Returns the match with this number. */
export function fixtureOf(number: number): Fixture {
  const game = Math.floor(number / PER_GAME)
  const pair = Math.floor((number % PER_GAME) / PER_PAIR)
  let high = Math.floor((1 + Math.sqrt(1 + 8 * pair)) / 2)
  if ((high * (high - 1)) / 2 > pair) high--
  const low = pair - (high * (high - 1)) / 2
  const rest = number % PER_PAIR
  return { game, round: Math.floor(rest / 2), seats: rest % 2 === 0 ? [low, high] : [high, low] }
}

/** Returns the number that the two matches over one deal share: it names the stream of their chance. */
export function dealOf(number: number): number {
  return Math.floor(number / 2)
}
