import { meanOfFew } from '../core/index.ts'
import { dealOf } from './fixtures.ts'
import { alphaRankSymmetric } from './meta/index.ts'
import { points, type PlayedMatch } from './played.ts'

/** Beyond so many agents it takes too long: the work grows with the third power. */
const MOST = 256

/**
 * Ranks agents by evolution: the share of time that a population, all of one kind between mutations, spends as
 * each of them (alpha-rank in the limit of strong selection). It says who is beaten by whom in a circle, which no
 * rating on one scale can. What an agent gets of another is its share of their points; where the 95 % interval of
 * that, Student's over deals, holds one half, they count as equal.
 *
 * Null unless every two agents have met, and there are 2 to 256 of them.
 */
export function alphaRanks(matches: readonly PlayedMatch[]): Map<string, number> | null {
  const agents = [...new Set(matches.flatMap((match) => match.agents))].toSorted()
  if (agents.length < 2 || agents.length > MOST) return null
  const numbers = new Map(agents.map((agent, i) => [agent, i]))
  const payoffs = agents.map((_, i) => agents.map((_, j) => (i === j ? 0.5 : Number.NaN)))
  const pairs = Map.groupBy(matches, (match) =>
    match.agents
      .map((agent) => numbers.get(agent)!)
      .toSorted((a, b) => a - b)
      .join(),
  )
  for (const [key, met] of pairs) {
    const [i, j] = key.split(',').map(Number) as [number, number]
    const deals = Map.groupBy(met, ({ number }) => dealOf(number))
    const shares = [...deals.values()].map((deal) => {
      const won = deal.map((match) => points(match, match.agents[0] === agents[i] ? 0 : 1))
      return won.reduce((sum, each) => sum + each, 0) / deal.length
    })
    const share = knownShare(shares)
    payoffs[i]![j] = share
    payoffs[j]![i] = 1 - share
  }
  if (payoffs.some((row) => row.some(Number.isNaN))) return null
  const ranks = alphaRankSymmetric(payoffs)
  return new Map(agents.map((agent, i) => [agent, ranks[i]!]))
}

function knownShare(shares: readonly number[]): number {
  if (shares.length < 2) return 0.5
  const { estimate, low, high } = meanOfFew(shares, [0, 1])
  return low <= 0.5 && high >= 0.5 ? 0.5 : estimate
}
