import { UserError } from '../../core/index.ts'
import { profileIndex, profilesOf, type MetaStrategy, type NormalForm } from './normal-form.ts'
import { stationaryDistribution } from './stationary.ts'

export interface AlphaRankOptions {
  /** How many individuals a population has: 2 … . Default 50. */
  readonly population?: number
  /**
   * How strongly the fitter are selected: above 0. Infinity, the default, is the limit of strong selection:
   * only what is no worse takes over.
   */
  readonly alpha?: number
  /** In that limit, how often what is worse takes over even so, so that the chain has one answer: (0, ½). Default 1e-9. */
  readonly noise?: number
}

/**
 * Ranks the strategies of a symmetric game: the share of time that one population, all of one kind between
 * mutations, spends with each.
 *
 * payoffs: [i][j] is what i gets against j.
 *
 * Source: Omidshafiei et al., "α-Rank: multi-agent evaluation by evolution" (2019), with the fitness of
 * individuals who meet all others of the population; the limit as in Rowland et al., "Multiagent evaluation
 * under incomplete information" (2019), section 2.
 */
export function alphaRankSymmetric(
  payoffs: readonly (readonly number[])[],
  options: AlphaRankOptions = {},
): number[] {
  const { population: m, fixation } = readOptions(options, payoffs)
  const n = payoffs.length
  const eta = 1 / (n - 1)
  const chain = payoffs.map((_, from) =>
    payoffs.map((_, to) => {
      if (from === to) return 0
      const [pay, get] = [payoffs[to]!, payoffs[from]!]
      // By how much a mutant is fitter when there are k of it.
      return (
        eta *
        fixation((k) => {
          const mutant = (k - 1) * pay[to]! + (m - k) * pay[from]!
          const resident = (m - k - 1) * get[from]! + k * get[to]!
          return (mutant - resident) / (m - 1)
        })
      )
    }),
  )
  return stationaryDistribution(chain)
}

/**
 * Ranks the profiles of a game, one population a player: the share of time that the populations, each all of
 * one kind between mutations, spend in each profile, in the order of `profilesOf`.
 *
 * Source: as `alphaRankSymmetric`.
 */
export function alphaRank({ counts, payoffs }: NormalForm, options: AlphaRankOptions = {}): number[] {
  const { fixation } = readOptions(options, payoffs)
  const eta = 1 / counts.reduce((sum, count) => sum + count - 1, 0)
  const profiles = profilesOf(counts)
  const chain = profiles.map(() => Array<number>(profiles.length).fill(0))
  for (const [from, profile] of profiles.entries())
    for (const [player, count] of counts.entries())
      for (let strategy = 0; strategy < count; strategy++) {
        if (strategy === profile[player]) continue
        const to = profileIndex(counts, profile.with(player, strategy))
        const gap = payoffs[to]![player]! - payoffs[from]![player]!
        chain[from]![to] = eta * fixation(() => gap)
      }
  return stationaryDistribution(chain)
}

/** Returns how often each player plays each of its strategies when profiles have these probabilities. */
export function marginals(counts: readonly number[], distribution: readonly number[]): MetaStrategy {
  const shares = counts.map((count) => Array<number>(count).fill(0))
  for (const [index, profile] of profilesOf(counts).entries())
    for (const [player, strategy] of profile.entries()) shares[player]![strategy]! += distribution[index]!
  return shares
}

/** Below this, probabilities of fixation are all alike to the arithmetic. */
const LEAST = 1e-200

function readOptions(
  { population = 50, alpha = Infinity, noise = 1e-9 }: AlphaRankOptions,
  payoffs: readonly (readonly number[])[],
) {
  if (!Number.isInteger(population) || population < 2)
    throw new UserError(`alpha-rank: population is ${population}; it must be a whole number from 2 on.`)
  if (!(alpha > 0)) throw new UserError(`alpha-rank: alpha is ${alpha}; it must be above 0.`)
  if (!(noise > 0 && noise < 0.5)) throw new UserError(`alpha-rank: noise is ${noise}; it must be in (0, ½).`)
  // Sums of payoffs that differ by rounding only are equal.
  const tie = 1e-12 * population * Math.max(...payoffs.flat().map(Math.abs))
  /**
   * Returns the probability that one mutant ends as the whole population, by how much fitter than the
   * residents mutants are when there are k of them (Traulsen, Nowak and Pacheco 2006).
   */
  const fixation = (advantage: (mutants: number) => number): number => {
    let lead = 0
    let odds = 1
    for (let k = 1; k < population; k++) {
      lead += advantage(k)
      if (alpha < Infinity) odds += Math.exp(-alpha * lead)
      else if (Math.abs(lead) <= tie) odds += 1
      else if (lead < 0) return noise
    }
    return alpha < Infinity ? Math.max(LEAST, 1 / odds) : Math.min(1 / odds, 1 - noise)
  }
  return { population, fixation }
}
