import { UserError } from '../../core/index.ts'
import { groupBy } from '../episodes.ts'
import type { PairEstimator } from '../estimator.ts'
import type { WeightedPair } from '../experience.ts'
import { keyedTurns, type KeyedTurn, type TurnGrouping } from '../group.ts'

export interface PreferencesOptions {
  /** Which turns are compared. Default 'prompt': those that answered the same prompt. */
  readonly grouping?: TurnGrouping
  /** A turn is preferred to those that earned less by more than this; ≥ 0. Default 0. */
  readonly margin?: number
  /** The most pairs of one group; they use as many different turns as they can. Default: no limit. */
  readonly cap?: number
}

/**
 * Prefers each turn to those of its group that earned less: with rewards of two values, all correct × incorrect
 * attempts, so n_correct · n_wrong pairs, and none where all are right or all are wrong.
 *
 * Every pair counts 1. Pairs come group by group, and within a group as in a round robin: turn i against turn
 * i + d, for d = 1, 2, …, so that the first pairs are of different turns. Reports 'pairs', 'groups' and
 * 'groups/paired', the groups that gave a pair.
 */
export function preferences(options: PreferencesOptions = {}): PairEstimator<null> {
  const { grouping = 'prompt', margin = 0, cap = Infinity } = options
  if (!(margin >= 0)) throw new UserError(`preferences: margin is ${margin}; it must be ≥ 0.`)
  if (cap !== Infinity && (!Number.isInteger(cap) || cap < 1))
    throw new UserError(`preferences: cap is ${cap}; it must be a whole number from 1 on.`)
  return {
    name: 'preferences',
    gives: 'pairs',
    initial: () => null,
    estimate(episodes, state, { model }) {
      const groups = groupBy(keyedTurns(episodes, model, grouping), ({ key }) => key)
      const paired = groups
        .map((group) => pairsOf(group, margin).slice(0, cap))
        .filter(({ length }) => length > 0)
      const pairs = paired.flat()
      return {
        pairs,
        state,
        metrics: { pairs: pairs.length, groups: groups.length, 'groups/paired': paired.length },
      }
    },
  }
}

function pairsOf(group: readonly KeyedTurn[], margin: number): WeightedPair[] {
  const pairs: WeightedPair[] = []
  for (let distance = 1; distance < group.length; distance++)
    for (const [i, winner] of group.entries()) {
      const loser = group[(i + distance) % group.length]!
      if (winner.credit - loser.credit > margin)
        pairs.push({ winner: winner.turn, loser: loser.turn, weight: 1 })
    }
  return pairs
}
