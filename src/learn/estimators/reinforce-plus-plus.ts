import { lookUp, sum, UserError } from '../../core/index.ts'
import { openPlaces } from '../decisions.ts'
import { creditOf, groupBy, ownTurns } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { Episode, RoleEpisode, Turn } from '../experience.ts'

export interface ReinforcePlusPlusOptions {
  /** What is whitened by itself: whatever has the same key. Default: the whole batch is one cell. */
  readonly cells?: (episode: Episode, role: RoleEpisode) => string
  /**
   * What counts once in the mean and the deviation. Default 'tokens', as in the published code: those that are trained,
   * which had a choice.
   */
  readonly over?: 'tokens' | 'turns'
  /** Added to the variance, > 0. Default 1e-8. */
  readonly epsilon?: number
}

/** A turn with its cell, what it earned and how often that counts. */
interface Member {
  readonly cell: string
  readonly credit: number
  readonly count: number
  readonly turn: Turn
}

/**
 * Whitens rewards over the batch: (r − mean) / √(variance over n − 1 + ε).
 *
 * No value network and no groups of one prompt are needed. With `cells` by kind of task and role it is the
 * task-relative estimator of AZR (TRR++), six cells for three kinds and two roles, so that neither role's scale
 * hides the other's. A cell of one gets 0. Reports `cells`, and each one's mean and deviation where there are several.
 * Sources: Hu 2025, "REINFORCE++"; Zhao et al. 2025, "Absolute Zero: Reinforced Self-play Reasoning with Zero
 * Data". Their penalty for leaving the reference is a term of the loss here: `withKl`.
 */
export function reinforcePlusPlus(options: ReinforcePlusPlusOptions = {}): AdvantageEstimator<null> {
  const { cells = () => '', over = 'tokens', epsilon = 1e-8 } = options
  if (!(epsilon > 0))
    throw new UserError(`reinforcePlusPlus: epsilon is ${epsilon}; it must be greater than 0.`)
  const countOf = lookUp('way for reinforcePlusPlus to count', over, {
    tokens: (turn: Turn) => openPlaces(turn).length,
    turns: () => 1,
  })
  return {
    name: 'reinforce++',
    initial: () => null,
    estimate(episodes, state, { model }) {
      const members = ownTurns(episodes, model).map(({ episode, role, turn }): Member => ({
        cell: cells(episode, role),
        credit: creditOf(role, turn),
        count: countOf(turn),
        turn,
      }))
      const found = new Map(
        groupBy(members, ({ cell }) => cell).map((group) => [group[0]!.cell, momentsOf(group)]),
      )
      return {
        turns: members.map(({ cell, credit, turn }) => {
          const { mean, variance } = found.get(cell)!
          return { turn, advantage: (credit - mean) / Math.sqrt(variance + epsilon), weight: 1 }
        }),
        state,
        metrics: { cells: found.size, ...(found.size > 1 && cellMetrics(found)) },
      }
    },
  }
}

interface Moments {
  readonly mean: number
  readonly variance: number
}

function momentsOf(members: readonly Member[]): Moments {
  const n = Math.max(1, sum(members.map(({ count }) => count)))
  const mean = sum(members.map(({ count, credit }) => count * credit)) / n
  const squares = sum(members.map(({ count, credit }) => count * (credit - mean) ** 2))
  return { mean, variance: squares / Math.max(1, n - 1) }
}

function cellMetrics(cells: ReadonlyMap<string, Moments>): Record<string, number> {
  return Object.fromEntries(
    [...cells].flatMap(([cell, { mean, variance }]) => [
      [`mean/${cell}`, mean],
      [`deviation/${cell}`, Math.sqrt(variance)],
    ]),
  )
}
