import { lookUp } from '../../core/index.ts'
import { cfrBr } from './cfr-br.ts'
import { cfr } from './cfr.ts'
import type { GameTree } from './enumerate.ts'
import { externalSampling } from './external-sampling.ts'
import { fictitiousPlay } from './fictitious-play.ts'
import { outcomeSampling } from './outcome-sampling.ts'
import type { Solver } from './solver.ts'

/** An iterative method that finds an equilibrium of a two-player zero-sum game. */
export interface Algorithm {
  readonly description: string
  /** How many iterations it is given where nobody says. */
  readonly iterations: number
  start(tree: GameTree, seed: number): Solver
}

/** The iterative methods by name. */
export const algorithms = {
  cfr: {
    description: 'counterfactual regret minimisation',
    iterations: 1000,
    start: (tree) => cfr(tree, { variant: 'cfr' }),
  },
  'cfr+': {
    description: 'the same with regrets cut at zero and linear averaging',
    iterations: 1000,
    start: (tree) => cfr(tree, { variant: 'cfr+' }),
  },
  'linear-cfr': {
    description: 'the same with iteration t weighing t',
    iterations: 1000,
    start: (tree) => cfr(tree, { variant: 'linear-cfr' }),
  },
  dcfr: {
    description: 'the same with old regrets discounted',
    iterations: 1000,
    start: (tree) => cfr(tree, { variant: 'dcfr' }),
  },
  'es-mccfr': {
    description: 'Monte Carlo CFR that samples chance and the others',
    iterations: 10_000,
    start: externalSampling,
  },
  'os-mccfr': {
    description: 'Monte Carlo CFR that samples whole games',
    iterations: 100_000,
    start: outcomeSampling,
  },
  'cfr-br': {
    description: 'CFR against best responses',
    iterations: 1000,
    start: cfrBr,
  },
  'fictitious-play': {
    description: 'best responses to the average, averaged (XFP)',
    iterations: 1000,
    start: fictitiousPlay,
  },
} satisfies Readonly<Record<string, Algorithm>>

export type AlgorithmName = keyof typeof algorithms

/**
 * Starts a method over a tree.
 *
 * @param seed names the random draws of the methods that sample.
 * @throws UserError for a name that is none.
 */
export function startSolver(tree: GameTree, name: string, seed = 1): Solver {
  return lookUp<Algorithm>('algorithm', name, algorithms).start(tree, seed)
}
