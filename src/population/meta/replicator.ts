import { UserError } from '../../core/index.ts'
import { strategyValues, type MetaStrategy, type NormalForm } from './normal-form.ts'

export interface ReplicatorOptions {
  /** 1 … . Default 20,000. */
  readonly steps?: number
  /** How far a step goes, in units of one over the payoffs' spread: above 0. Default 0.1. */
  readonly rate?: number
  /** How often every strategy is played at least: [0, 1 / its player's number of strategies). Default 1e-10. */
  readonly exploration?: number
}

/**
 * Lets strategies grow by how much better than their player's average they do, none below a least
 * probability, and returns the average over the second half of the course.
 *
 * Source: Lanctot et al., "A unified game-theoretic approach to multiagent reinforcement learning" (2017),
 * section 3.2: projected replicator dynamics.
 */
export function replicator(game: NormalForm, options: ReplicatorOptions = {}): MetaStrategy {
  const { steps = 20_000, rate = 0.1, exploration = 1e-10 } = options
  if (!(exploration >= 0 && exploration < 1 / Math.max(...game.counts)))
    throw new UserError(
      `replicator: exploration is ${exploration}; it must be from 0 to below one over the number of strategies.`,
    )
  const all = game.payoffs.flat()
  const spread = Math.max(...all) - Math.min(...all) || 1
  let meta: MetaStrategy = game.counts.map((count) => Array.from({ length: count }, () => 1 / count))
  const sums = game.counts.map((count) => Array<number>(count).fill(0))
  for (let step = 0; step < steps; step++) {
    const values = strategyValues(game, meta)
    meta = meta.map((shares, player) => {
      const average = shares.reduce((sum, share, i) => sum + share * values[player]![i]!, 0)
      const grown = shares.map((share, i) => share * (1 + (rate * (values[player]![i]! - average)) / spread))
      return project(grown, exploration)
    })
    if (2 * step >= steps)
      for (const [player, shares] of meta.entries())
        for (const [i, share] of shares.entries()) sums[player]![i]! += share
  }
  return sums.map((shares) => {
    const total = shares.reduce((sum, share) => sum + share)
    return shares.map((share) => share / total)
  })
}

/** Returns the nearest distribution that gives each strategy at least a least probability. */
function project(weights: readonly number[], least: number): number[] {
  const room = 1 - weights.length * least
  // Held, Wolfe and Crowder (1974): what is above the water level that leaves just the room.
  const above = weights.map((weight) => weight - least).toSorted((a, b) => b - a)
  let sum = 0
  let level = 0
  for (const [i, weight] of above.entries()) {
    sum += weight
    const candidate = (sum - room) / (i + 1)
    if (weight > candidate) level = candidate
  }
  return weights.map((weight) => least + Math.max(0, weight - least - level))
}
