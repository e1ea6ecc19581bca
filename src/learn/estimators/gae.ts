import { average } from '../../core/index.ts'
import { ownRoles } from '../episodes.ts'
import type { ValueEstimator } from '../estimator.ts'
import type { RoleEpisode, WeightedTurn } from '../experience.ts'
import { generalisedAdvantages } from './generalised-advantages.ts'

export interface GaeOptions {
  /** Discounts later turns, in [0, 1]. Default 1. */
  readonly gamma?: number
  /** In [0, 1]: 0 trusts the values, 1 the rewards. Default 0.95. */
  readonly lambda?: number
}

/**
 * Compares what came of each turn with what the learner's value head expected at its prompt: generalised
 * advantages over a role's turns, as `generalisedAdvantages` gives them.
 *
 * A turn's reward is its own; where turns have none, the last one gets the role's return. Reports 'value', the mean
 * of what was expected, and 'value/explained', the share of the targets' variance that it explains (1 is perfect, 0 no
 * better than their mean). Source: Schulman et al. 2016.
 */
export function gae({ gamma = 1, lambda = 0.95 }: GaeOptions = {}): ValueEstimator<null> {
  // Refuses what is out of range.
  generalisedAdvantages([], [], { gamma, lambda })
  return {
    name: 'gae',
    reads: 'values',
    initial: () => null,
    estimate(episodes, state, { model, values }) {
      const turns = ownRoles(episodes, model).flatMap(({ role }): WeightedTurn[] => {
        const before = role.turns.map((turn) => values.get(turn) ?? 0)
        const advantages = generalisedAdvantages(rewardsOf(role), before, { gamma, lambda })
        return role.turns.map((turn, i) => {
          const advantage = advantages[i]!
          return { turn, advantage, weight: 1, value: { before: before[i]!, target: before[i]! + advantage } }
        })
      })
      return { turns, state, metrics: valueMetrics(turns) }
    },
  }
}

function rewardsOf({ turns, return: gain }: RoleEpisode): number[] {
  const own = turns.some(({ reward }) => reward !== undefined)
  return turns.map(({ reward = 0 }, i) => (own ? reward : i === turns.length - 1 ? gain : 0))
}

function valueMetrics(turns: readonly WeightedTurn[]): Record<string, number> {
  const values = turns.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const mean = average(values.map(({ target }) => target))
  const variance = average(values.map(({ target }) => (target - mean) ** 2))
  const left = average(values.map(({ before, target }) => (target - before) ** 2))
  return {
    value: average(values.map(({ before }) => before)),
    'value/explained': variance === 0 ? 0 : 1 - left / variance,
  }
}
