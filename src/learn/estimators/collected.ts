import { UserError, type Json } from '../../core/index.ts'
import type { AdvantageEstimator, EstimatorContext, PairEstimator } from '../estimator.ts'
import type { Episode } from '../experience.ts'

/** The wrapped estimator's state, and the episodes that nothing has been learned from so far. */
export type CollectedState = { readonly inner: Json; readonly episodes: readonly Episode[] }

/**
 * Learns nothing in its first steps and keeps their episodes, which come before those of the step after.
 *
 * steps: how many; 0 changes nothing. The estimator inside sees the episodes once, in that step, with attempts at one
 * prompt in one group whichever step they are of. Reports 'collected', the episodes that are kept. Source: Wang et
 * al. 2025, "Socratic-Zero", whose first two rounds collect only.
 *
 * @throws UserError for steps that are no count.
 */
export function collected(estimator: PairEstimator, steps: number): PairEstimator
export function collected(estimator: AdvantageEstimator, steps: number): AdvantageEstimator
export function collected(
  estimator: PairEstimator | AdvantageEstimator,
  steps: number,
): PairEstimator | AdvantageEstimator {
  if (!Number.isInteger(steps) || steps < 0)
    throw new UserError(`collected: steps is ${steps}; it must be a whole number from 0 on.`)
  const name = `${estimator.name} after ${steps}`
  const initial = () => wrapped({ inner: estimator.initial(), episodes: [] })
  /** Returns all that is to be estimated now, or null where it is only kept. */
  const due = (episodes: readonly Episode[], state: Json, { step, model }: EstimatorContext) => {
    const { inner, episodes: before } = state as unknown as CollectedState
    const all = [...before, ...episodes.map((episode) => ownPart(episode, model))]
    return { inner, all, isDue: step >= steps }
  }
  const kept = (inner: Json, all: readonly Episode[]) => ({
    state: wrapped({ inner, episodes: all }),
    metrics: { collected: all.length },
  })
  if (estimator.gives === 'pairs')
    return {
      name,
      gives: 'pairs',
      initial,
      estimate(episodes, before, context) {
        const { inner, all, isDue } = due(episodes, before, context)
        if (!isDue) return { pairs: [], ...kept(inner, all) }
        const { state, ...rest } = estimator.estimate(all, inner, context)
        return { ...rest, state: wrapped({ inner: state, episodes: [] }) }
      },
    }
  return {
    name,
    initial,
    estimate(episodes, before, context) {
      const { inner, all, isDue } = due(episodes, before, context)
      if (!isDue) return { turns: [], ...kept(inner, all) }
      const { state, ...rest } = estimator.estimate(all, inner, context)
      return { ...rest, state: wrapped({ inner: state, episodes: [] }) }
    },
  }
}

const wrapped = (state: CollectedState) => state as unknown as Json

/** An episode with the roles of one model alone. */
function ownPart(episode: Episode, model: string): Episode {
  return { ...episode, roles: episode.roles.filter((role) => role.model === model) }
}
