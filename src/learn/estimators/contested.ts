import type { Json } from '../../core/index.ts'
import { creditOf } from '../episodes.ts'
import type { AnyEstimator, ValueContext } from '../estimator.ts'
import type { Episode } from '../experience.ts'

/**
 * Learns only from episodes in which a role did not earn the same at every turn: a verifier from problems whose
 * solutions are neither all right nor all wrong.
 *
 * role: by its name in the episodes; it need not be the one that learns. The estimator inside never sees the others.
 * Reports 'contested', the share of episodes that are. Source: Shi and Jin 2025, "Heimdall: test-time scaling on the
 * generative verification".
 */
export function contested<E extends AnyEstimator>(estimator: E, role: string): E {
  return {
    ...estimator,
    name: `${estimator.name}, contested`,
    estimate(episodes: readonly Episode[], state: Json, context: ValueContext) {
      const kept = episodes.filter((episode) => isContested(episode, role))
      const estimate = estimator.estimate(kept, state, context)
      const share = episodes.length === 0 ? 0 : kept.length / episodes.length
      return { ...estimate, metrics: { ...estimate.metrics, contested: share } }
    },
  }
}

/** Whether a role earned more at one turn than at another. */
function isContested({ roles }: Episode, name: string): boolean {
  const earned = roles
    .filter(({ role }) => role === name)
    .flatMap((role) => role.turns.map((turn) => creditOf(role, turn)))
  return earned.some((reward) => reward !== earned[0])
}
