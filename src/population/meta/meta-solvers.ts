import { lookUp } from '../../core/index.ts'
import { solveMatrix } from '../../game/index.ts'
import { alphaRank, marginals } from './alpha-rank.ts'
import { nashAverage } from './nash-averaging.ts'
import { rowPayoffs, type MetaStrategy, type NormalForm } from './normal-form.ts'
import { replicator } from './replicator.ts'

/** Weighs the strategies of each player of a game in normal form. */
export interface MetaSolver {
  readonly description: string
  /** @param given by player: how often each of its strategies was a response, the first ones once. */
  solve(game: NormalForm, given: readonly (readonly number[])[]): MetaStrategy | Promise<MetaStrategy>
  /** True where a response that is given again changes the weights, so that there is always more to do. Default false. */
  readonly counts?: boolean
}

/** The meta-solvers by name. */
export const metaSolvers = {
  nash: {
    description: 'an equilibrium of a two-player zero-sum game, by linear programming',
    async solve(game) {
      const { row, column } = await solveMatrix(rowPayoffs(game))
      return [row, column]
    },
  },
  'nash-averaging': {
    description: 'the equilibrium of the greatest entropy',
    solve(game) {
      const { row, column } = nashAverage(rowPayoffs(game))
      return [row, column]
    },
  },
  'alpha-rank': {
    description: 'the time that evolving populations spend with each strategy',
    solve: (game) => marginals(game.counts, alphaRank(game)),
  },
  replicator: {
    description: 'projected replicator dynamics, averaged',
    solve: (game) => replicator(game),
  },
  uniform: {
    description: 'all responses alike, one that was given again as often as it was: fictitious play',
    counts: true,
    solve: (_, given) =>
      given.map((times) => {
        const total = times.reduce((sum, count) => sum + count, 0)
        return times.map((count) => count / total)
      }),
  },
} satisfies Readonly<Record<string, MetaSolver>>

export type MetaSolverName = keyof typeof metaSolvers

/** @throws UserError for a name that is none. */
export function metaSolverNamed(name: string): MetaSolver {
  return lookUp<MetaSolver>('meta-solver', name, metaSolvers)
}
