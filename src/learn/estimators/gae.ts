import { average, lookUp } from '../../core/index.ts'
import { openPlaces } from '../decisions.ts'
import { ownRoles } from '../episodes.ts'
import type { ValueEstimator } from '../estimator.ts'
import type { RoleEpisode, Turn, WeightedTurn } from '../experience.ts'
import { generalisedAdvantages } from './generalised-advantages.ts'

export interface GaeOptions {
  /** Discounts later turns, in [0, 1]. Default 1. */
  readonly gamma?: number
  /** In [0, 1]: 0 trusts the values, 1 the rewards. Default 0.95. */
  readonly lambda?: number
  /**
   * What becomes of turns without a choice. 'trained' (default): they are steps like others, and their values are
   * trained. 'left out': they are no steps; what they earn goes to the turn before them, if there is one.
   */
  readonly forced?: 'trained' | 'left out'
}

/**
 * Compares what came of each turn with what the learner's value head expected at its prompt: generalised
 * advantages over a role's turns, as `generalisedAdvantages` gives them.
 *
 * A turn's reward is its own; where turns have none, the last one gets the role's return. Reports 'value', the mean
 * of what was expected, and 'value/explained', the share of the targets' variance that it explains (1 is perfect, 0 no
 * better than their mean). Sources: Schulman et al. 2016; leaving steps out that nobody decided: verl,
 * `compute_gae_advantage_return`, which skips masked tokens.
 */
export function gae({ gamma = 1, lambda = 0.95, forced = 'trained' }: GaeOptions = {}): ValueEstimator<null> {
  // Refuses what is out of range.
  generalisedAdvantages([], [], { gamma, lambda })
  const counted = lookUp('way for gae to take forced turns', forced, {
    trained: stepsOf,
    'left out': (role: RoleEpisode) => decisionsOf(stepsOf(role)),
  })
  return {
    name: 'gae',
    reads: 'values',
    initial: () => null,
    estimate(episodes, state, { model, values }) {
      const turns = ownRoles(episodes, model).flatMap(({ role }): WeightedTurn[] => {
        const steps = counted(role)
        const before = steps.map(({ turn }) => values.get(turn) ?? 0)
        const rewards = steps.map(({ reward }) => reward)
        const advantages = generalisedAdvantages(rewards, before, { gamma, lambda })
        return steps.map(({ turn }, i) => {
          const advantage = advantages[i]!
          return { turn, advantage, weight: 1, value: { before: before[i]!, target: before[i]! + advantage } }
        })
      })
      return { turns, state, metrics: valueMetrics(turns) }
    },
  }
}

/** A turn with what it earned. */
interface Step {
  readonly turn: Turn
  readonly reward: number
}

function stepsOf({ turns, return: gain }: RoleEpisode): Step[] {
  const own = turns.some(({ reward }) => reward !== undefined)
  return turns.map((turn, i) => {
    const { reward = 0 } = turn
    return { turn, reward: own ? reward : i === turns.length - 1 ? gain : 0 }
  })
}

/** Leaves out turns without a choice, whose rewards go to the turn before. */
function decisionsOf(steps: readonly Step[]): Step[] {
  const kept: Step[] = []
  for (const { turn, reward } of steps) {
    const last = kept.at(-1)
    if (openPlaces(turn).length > 0) kept.push({ turn, reward })
    else if (last !== undefined) kept[kept.length - 1] = { ...last, reward: last.reward + reward }
  }
  return kept
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
