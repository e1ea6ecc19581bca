import { UserError } from '../../core/index.ts'

/** A game in normal form: what each player gets when all have chosen a strategy. */
export interface NormalForm {
  /** How many strategies each player has. */
  readonly counts: readonly number[]
  /** By profile and player. Profiles stand in lexical order: the last player's strategy changes fastest. */
  readonly payoffs: readonly (readonly number[])[]
}

/** A probability for each strategy of each player. */
export type MetaStrategy = readonly (readonly number[])[]

/** Lists all profiles, a strategy's index for each player, in lexical order. */
export function profilesOf(counts: readonly number[]): number[][] {
  return counts.reduce<number[][]>(
    (profiles, count) =>
      profiles.flatMap((profile) => Array.from({ length: count }, (_, strategy) => [...profile, strategy])),
    [[]],
  )
}

/** Returns where a profile stands among all. */
export function profileIndex(counts: readonly number[], profile: readonly number[]): number {
  return counts.reduce((index, count, player) => index * count + profile[player]!, 0)
}

/** Makes a two-player zero-sum game of what the row player gets. */
export function zeroSumForm(rows: readonly (readonly number[])[]): NormalForm {
  return {
    counts: [rows.length, rows[0]?.length ?? 0],
    payoffs: rows.flatMap((row) => row.map((payoff) => [payoff, 0 - payoff])),
  }
}

/**
 * Returns what the row player gets, by row and column, in a two-player game with a constant sum.
 *
 * @throws UserError for another game.
 */
export function rowPayoffs({ counts, payoffs }: NormalForm): number[][] {
  const [rows = 0, columns = 0] = counts
  const sums = payoffs.map((returns) => returns.reduce((sum, value) => sum + value, 0))
  const size = Math.max(...payoffs.flat().map(Math.abs))
  if (counts.length !== 2 || sums.some((sum) => Math.abs(sum - sums[0]!) > 1e-9 * (1 + size)))
    throw new UserError(
      'This meta-strategy needs a two-player game with a constant sum; use alpha-rank or replicator.',
    )
  return Array.from({ length: rows }, (_, i) =>
    payoffs.slice(i * columns, (i + 1) * columns).map(([row]) => row!),
  )
}

/** Returns what each player expects of each of its strategies when the others follow a meta-strategy. */
export function strategyValues({ counts, payoffs }: NormalForm, meta: MetaStrategy): number[][] {
  const values = counts.map((count) => Array<number>(count).fill(0))
  for (const [index, profile] of profilesOf(counts).entries())
    for (const player of counts.keys()) {
      let probability = 1
      for (const [other, strategy] of profile.entries())
        if (other !== player) probability *= meta[other]![strategy]!
      values[player]![profile[player]!]! += probability * payoffs[index]![player]!
    }
  return values
}
