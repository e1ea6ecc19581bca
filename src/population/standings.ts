import { average, meanOfFew, proportion, sum, type Interval } from '../core/index.ts'
import { components } from './components.ts'
import { alphaRanks } from './evolution.ts'
import { dealOf } from './fixtures.ts'
import { inOrder, offender, points, type PlayedMatch } from './played.ts'
import { rate, type DealTally, type GameEffect, type Rating, type Tally } from './ratings.ts'
import { skills, type Skill } from './skill.ts'

/** What an agent did in one seat: shares of its matches, each with a 95 % interval. */
export interface SeatRecord {
  readonly matches: number
  readonly win: Interval
  readonly draw: Interval
  readonly loss: Interval
  /** Matches in which it made at least one illegal move. */
  readonly illegal: Interval
}

/** What a tournament says of one agent. */
export interface Standing {
  readonly agent: string
  /** In Elo over all games, with a 95 % interval. */
  readonly rating: Interval
  readonly skill: Skill
  /** Its share by alpha-rank over all games, 0 … 1; null where not everybody has met everybody. */
  readonly alphaRank: number | null
  readonly matches: number
  readonly wins: number
  readonly draws: number
  readonly losses: number
  /** The share of the points: wins and half of the draws. */
  readonly score: number
  /** Matches that it lost by an illegal move or by not answering. */
  readonly forfeits: number
  /** Of its illegal answers, those that were cut off before their end: they say nothing of how it plays. */
  readonly cutOff: number
  /** Of its illegal answers, those that held nothing. */
  readonly empty: number
  /** By seat; null for a seat in which it never sat. */
  readonly seats: readonly (SeatRecord | null)[]
}

/** What two agents did against each other at one game. */
export interface HeadToHead {
  readonly game: string
  readonly agent: string
  readonly against: string
  readonly matches: number
  readonly wins: number
  readonly draws: number
  readonly losses: number
  /**
   * What the agent won a match, in the game's units. The interval is Student's of the mean over deals, both
   * orders of seats together, so that the luck of the deal is out of it; null for fewer than two deals.
   */
  readonly meanReturn: Interval | null
}

/** One game of a tournament: its effects, and its ratings by its own matches alone. */
export interface GameStanding extends GameEffect {
  readonly agents: readonly (Rating & Pick<Standing, 'alphaRank'>)[]
  /** As of `Standings`, by this game's matches. */
  readonly components: readonly (readonly string[])[]
}

/** What a tournament says. */
export interface Standings {
  /** The best first. */
  readonly agents: readonly Standing[]
  /**
   * Who is comparable with whom: agents that have met, directly or through others, are together; the largest component
   * first. Between components nothing is known: where there are several, ratings compare within one only.
   */
  readonly components: readonly (readonly string[])[]
  /** By name. */
  readonly games: readonly GameStanding[]
  /** Both ways round, by game, then as `agents`. */
  readonly headToHead: readonly HeadToHead[]
}

/** Counts how matches ended, by game and by who sat where. */
export function tally(matches: readonly PlayedMatch[]): Tally[] {
  const groups = Map.groupBy(matches, ({ game, agents }) => JSON.stringify([game, ...agents]))
  return [...groups.values()].map((group) => {
    const { game, agents } = group[0]!
    return { game, first: agents[0], second: agents[1], ...counts(group.map((match) => points(match, 0))) }
  })
}

/** Counts how the two matches over each deal ended; deals of which one match is missing are left out. */
export function dealTally(matches: readonly PlayedMatch[]): DealTally[] {
  const deals = Map.groupBy(matches, ({ game, number }) => `${dealOf(number)} ${game}`)
  const pairs = [...deals.values()]
    .filter((deal) => deal.length === 2)
    .map((deal) => deal.toSorted((one, other) => one.number - other.number))
  const outcome = (match: PlayedMatch) => 2 - 2 * points(match, 0)
  const groups = Map.groupBy(pairs, ([one]) => JSON.stringify([one!.game, ...one!.agents]))
  return [...groups.values()].map((group) => {
    const { game, agents } = group[0]![0]!
    const counts = Array.from({ length: 9 }, () => 0)
    for (const [one, other] of group) counts[3 * outcome(one!) + outcome(other!)]!++
    return { game, a: agents[0], b: agents[1], counts }
  })
}

/** What standings are drawn up with. */
export interface StandingsOptions {
  /** The agent whose rating is 0; without it the mean is. */
  readonly anchor?: string
  /** By game: the least and the greatest return, for intervals of returns that were all alike. */
  readonly ranges?: Readonly<Record<string, readonly [least: number, most: number]>>
}

/** Sums matches up. */
export function standings(matches: readonly PlayedMatch[], options: StandingsOptions = {}): Standings {
  const tallies = tally(matches)
  const deals = dealTally(matches)
  const { agents, games } = rate(tallies, { ...options, deals })
  const skill = skills(matches)
  const ranks = alphaRanks(matches)
  const order = agents.map(({ agent }) => agent)
  return {
    agents: agents.map(({ agent, ...rating }) => {
      const own = matches.flatMap((match) => ownSeat(match, agent))
      const { wins, draws, losses } = counts(own.map(({ match, seat }) => points(match, seat)))
      return {
        agent,
        rating,
        skill: skill.get(agent)!,
        alphaRank: ranks?.get(agent) ?? null,
        matches: own.length,
        wins,
        draws,
        losses,
        score: (wins + draws / 2) / own.length,
        forfeits: own.filter(({ match, seat }) => offender(match) === seat).length,
        cutOff: sum(own.map(({ match, seat }) => match.cutOff?.[seat] ?? 0)),
        empty: sum(own.map(({ match, seat }) => match.empty?.[seat] ?? 0)),
        seats: ([0, 1] as const).map((seat) =>
          seatRecord(
            own.filter((each) => each.seat === seat).map(({ match }) => match),
            seat,
          ),
        ),
      }
    }),
    components: components(matches),
    games: games.map((effect) => {
      const here = <Row extends { readonly game: string }>(rows: readonly Row[]) =>
        rows.filter(({ game }) => game === effect.game)
      const ranks = alphaRanks(here(matches))
      const ratings = rate(here(tallies), { deals: here(deals) }).agents
      return {
        ...effect,
        components: components(here(matches)),
        agents: ratings.map((rating) => ({ ...rating, alphaRank: ranks?.get(rating.agent) ?? null })),
      }
    }),
    headToHead: games.flatMap(({ game }) => headToHead(game, order, matches, options.ranges?.[game])),
  }
}

/** Picks matches to look at: at each game the first one of some pairs, those of the best agents first. */
export function samples(
  matches: readonly PlayedMatch[],
  ranking: readonly string[],
  pairs: number,
): PlayedMatch[] {
  const rank = ({ agents }: PlayedMatch) =>
    agents.reduce((sum, agent) => sum + (ranking.indexOf(agent) + 1) / ranking.length, 0)
  const firsts = Map.groupBy(inOrder(matches), ({ game, agents }) =>
    JSON.stringify([game, agents.toSorted()]),
  )
  const games = Map.groupBy(
    [...firsts.values()].map(([match]) => match!),
    ({ game }) => game,
  )
  return [...games]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => all.toSorted((a, b) => rank(a) - rank(b)).slice(0, pairs))
}

function headToHead(
  game: string,
  order: readonly string[],
  all: readonly PlayedMatch[],
  range: readonly [number, number] | undefined,
): HeadToHead[] {
  const pairs = Map.groupBy(
    all.filter((match) => match.game === game),
    ({ agents }) => JSON.stringify(agents.toSorted()),
  )
  return order.flatMap((agent) =>
    order.flatMap((against) => {
      const matches = agent === against ? undefined : pairs.get(JSON.stringify([agent, against].toSorted()))
      if (matches === undefined) return []
      const own = matches.flatMap((match) => ownSeat(match, agent))
      const deals = Map.groupBy(own, ({ match }) => dealOf(match.number))
      const gains = [...deals.values()].map((deal) =>
        average(deal.map(({ match, seat }) => match.returns[seat])),
      )
      return {
        game,
        agent,
        against,
        matches: matches.length,
        ...counts(own.map(({ match, seat }) => points(match, seat))),
        meanReturn: gains.length < 2 ? null : meanOfFew(gains, range),
      }
    }),
  )
}

function seatRecord(matches: readonly PlayedMatch[], seat: 0 | 1): SeatRecord | null {
  const n = matches.length
  if (n === 0) return null
  const { wins, draws, losses } = counts(matches.map((match) => points(match, seat)))
  return {
    matches: n,
    win: proportion(wins, n),
    draw: proportion(draws, n),
    loss: proportion(losses, n),
    illegal: proportion(matches.filter(({ illegal }) => illegal[seat] > 0).length, n),
  }
}

function ownSeat(match: PlayedMatch, agent: string): { readonly match: PlayedMatch; readonly seat: 0 | 1 }[] {
  if (match.agents[0] === agent) return [{ match, seat: 0 }]
  return match.agents[1] === agent ? [{ match, seat: 1 }] : []
}

function counts(scores: readonly number[]): Pick<Tally, 'wins' | 'draws' | 'losses'> {
  const count = (score: number) => scores.filter((each) => each === score).length
  return { wins: count(1), draws: count(0.5), losses: count(0) }
}
