import { UserError, type Interval } from '../core/index.ts'
import { DavidsonModel, type IndexedTally } from './davidson.ts'
import { dealVariance, type IndexedDeals } from './dispersion.ts'

/** How the matches of two agents at one game ended, `first` always in the first seat. */
export interface Tally {
  readonly game: string
  readonly first: string
  readonly second: string
  /** Matches that `first` won. */
  readonly wins: number
  readonly draws: number
  readonly losses: number
}

/**
 * How the matches over the same deals ended, of two agents at one game: `a` sat first in one match of each
 * deal, `b` in the other.
 */
export interface DealTally {
  readonly game: string
  readonly a: string
  readonly b: string
  /** Deals by how the matches ended for whoever sat first in them, 3 · one + other: 0 a win, 1 a draw, 2 a loss. */
  readonly counts: readonly number[]
}

/** How ratings are made. */
export interface RateOptions {
  /** The agent whose rating is 0; without it the mean is. */
  readonly anchor?: string
  /** Which of the matches were played over the same deals; all others count as independent. */
  readonly deals?: readonly DealTally[]
}

/** How strong an agent is, with a 95 % interval, in Elo. */
export interface Rating extends Interval {
  readonly agent: string
}

/** What a game gives to whoever sits first in it, and how often equals draw. */
export interface GameEffect {
  readonly game: string
  /** In Elo, with a 95 % interval. */
  readonly seatAdvantage: Interval
  /**
   * The probability of a draw between equals without a seat advantage. Its interval begins at 0 where no match was
   * drawn, and ends at 1 where all were: on the scale of odds, on which it is found, neither could be reached.
   */
  readonly draws: Interval
}

/** The ratings of agents and the effects of games, as far as results tell. */
export interface Ratings {
  /** The best first; equals by name. */
  readonly agents: readonly Rating[]
  /** By name. */
  readonly games: readonly GameEffect[]
}

/** The logistic scale of chess: 400 points are odds of ten to one between a win and a loss. */
const ELO = 400 / Math.LN10

/** The 0.975 quantile of the standard normal distribution. */
const Z = 1.959963984540054

/**
 * Rates agents by maximum likelihood: Bradley–Terry with draws and a seat advantage for each game, under a
 * weak normal prior (800 Elo) that keeps perfect scores finite.
 *
 * Intervals come from the observed information, corrected for matches over one deal, which are not
 * independent: they say how far the rating is known against the anchor, and are widest for an agent that
 * only ever won or lost.
 *
 * @throws UserError for an anchor that is not among the agents, and for a match of an agent with itself.
 */
export function rate(tallies: readonly Tally[], { anchor, deals = [] }: RateOptions = {}): Ratings {
  // Sorted, so that the sums, to their last bit, do not depend on the order of the results.
  const agents = sortedNames(tallies.flatMap(({ first, second }) => [first, second]))
  const games = sortedNames(tallies.map(({ game }) => game))
  if (anchor !== undefined && !agents.includes(anchor))
    throw new UserError(`The anchor '${anchor}' has played no match; anchor one of ${agents.join(', ')}.`)
  const model = new DavidsonModel(agents.length, games.length, indexed(tallies, agents, games))
  const { parameters, information } = model.fit()
  const pairs = indexedDeals(deals, agents, games)
  const estimate = (weights: Float64Array): Interval => {
    const sum = weights.reduce((total, weight, i) => total + weight * parameters[i]!, 0)
    const influence = information.solve(weights)
    const spread =
      influence.reduce((total, each, i) => total + weights[i]! * each, 0) +
      dealVariance(model, parameters, pairs, influence)
    const margin = Z * Math.sqrt(Math.max(0, spread))
    return { estimate: sum, low: sum - margin, high: sum + margin }
  }
  const single = (at: number) => new Float64Array(model.size).fill(1, at, at + 1)
  const against = (agent: number) => {
    const weights = single(agent)
    if (anchor !== undefined) weights[agents.indexOf(anchor)]! -= 1
    else for (let i = 0; i < agents.length; i++) weights[i]! -= 1 / agents.length
    return weights
  }
  return {
    agents: agents
      .map((agent, i) => ({ agent, ...mapped(estimate(against(i)), (x) => x * ELO) }))
      .toSorted((a, b) => b.estimate - a.estimate),
    games: games.map((game, i) => ({
      game,
      seatAdvantage: mapped(estimate(single(agents.length + i)), (x) => x * ELO),
      draws: reaching(
        mapped(estimate(single(agents.length + games.length + i)), (x) => 1 / (1 + 2 * Math.exp(-x))),
        tallies.filter((tally) => tally.game === game),
      ),
    })),
  }
}

/** Returns how far a rating is known: half of its interval, in Elo. */
export function margin({ low, high }: Interval): number {
  return (high - low) / 2
}

function indexedDeals(
  deals: readonly DealTally[],
  agents: readonly string[],
  games: readonly string[],
): IndexedDeals[] {
  const groups = Map.groupBy(deals, ({ game, a, b }) => JSON.stringify([game, a, b]))
  return [...groups.values()]
    .map((group) => {
      const { game, a, b } = group[0]!
      const counts = group[0]!.counts.map((_, i) => group.reduce((sum, each) => sum + each.counts[i]!, 0))
      return { game: games.indexOf(game), a: agents.indexOf(a), b: agents.indexOf(b), counts }
    })
    .toSorted((one, other) => one.game - other.game || one.a - other.a || one.b - other.b)
}

function indexed(
  tallies: readonly Tally[],
  agents: readonly string[],
  games: readonly string[],
): IndexedTally[] {
  const numbers = (names: readonly string[]) => new Map(names.map((name, i) => [name, i]))
  const [agentOf, gameOf] = [numbers(agents), numbers(games)]
  const merged = new Map<string, IndexedTally>()
  for (const { game, first, second, wins, draws, losses } of tallies) {
    if (first === second) throw new UserError(`'${first}' cannot be rated by matches with itself.`)
    const at = [gameOf.get(game)!, agentOf.get(first)!, agentOf.get(second)!] as const
    const old = merged.get(at.join()) ?? { wins: 0, draws: 0, losses: 0 }
    merged.set(at.join(), {
      game: at[0],
      first: at[1],
      second: at[2],
      wins: old.wins + wins,
      draws: old.draws + draws,
      losses: old.losses + losses,
    })
  }
  return [...merged.values()].toSorted((a, b) => a.game - b.game || a.first - b.first || a.second - b.second)
}

/** Lets an interval for draws reach 0 or 1 where results have nothing that speaks against it. */
function reaching(draws: Interval, results: readonly Tally[]): Interval {
  const low = results.every((result) => result.draws === 0) ? 0 : draws.low
  const high = results.every(({ wins, losses }) => wins + losses === 0) ? 1 : draws.high
  return { ...draws, low, high }
}

function sortedNames(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted()
}

function mapped({ estimate, low, high }: Interval, map: (value: number) => number): Interval {
  return { estimate: map(estimate), low: map(low), high: map(high) }
}
