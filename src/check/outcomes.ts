import * as fc from 'fast-check'
import { returns, type Outcome } from '../system/index.ts'
import { canonicalKey } from './canonical.ts'

/** How outcomes are drawn. */
export interface OutcomeOptions {
  /** How many answers to draw; fewer come back where the arbitrary has fewer. */
  readonly count: number
  /** Default 1. */
  readonly seed?: number
  /** What comes before them: the dullest first. */
  readonly first?: readonly Outcome[]
}

/** How many values are drawn for each answer that is asked for, to find distinct ones. */
const PATIENCE = 20

/**
 * Draws distinct answers of an invoked actor, the same for the same seed: a finite list for the checker.
 *
 * @throws TypeError naming the path of what is not plain data.
 */
export function outcomesFrom(arbitrary: fc.Arbitrary<unknown>, options: OutcomeOptions): Outcome[] {
  const { count, seed = 1, first = [] } = options
  const known = new Set(first.map(keyOf))
  const drawn = fc
    .sample(arbitrary, { seed, numRuns: count * PATIENCE })
    .map(returns)
    .filter((outcome) => known.size < known.add(keyOf(outcome)).size)
  return [...first, ...drawn.slice(0, count)]
}

const keyOf = (outcome: Outcome) => (outcome.kind === 'returns' ? canonicalKey(outcome.value) : outcome.kind)
