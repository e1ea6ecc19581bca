import { lookUp, UserError } from '../../core/index.ts'
import { ownRoles } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { Episode, RoleEpisode, WeightedTurn } from '../experience.ts'

export interface RaeOptions {
  /** How much of the old baseline stays, in [0, 1). Published: 0.95. */
  readonly decay?: number
  /** Discounts a role's earlier turns: its i-th of n turns gets γ^(n−1−i), in (0, 1]. Published: 1. */
  readonly gamma?: number
  /** Drops turns whose advantage is exactly 0, as the published code does. Default true. */
  readonly dropZero?: boolean
  /** Divides the baseline by 1 − decay^n, which removes its pull towards the zero start. Default false. */
  readonly biasCorrected?: boolean
  /**
   * What has a baseline of its own: a role (default, published), or a role against certain opponents, which
   * takes out of the advantage how strong those are. An opponent that was not met for 100 steps is forgotten.
   */
  readonly per?: 'role' | 'opponent'
}

/** The running mean of returns and how many games it has seen. */
type Baseline = {
  readonly baseline: number
  readonly games: number
  /** The learner's step in which the opponent was last met; only where opponents count. */
  readonly met?: number
}

/** Baselines by game and role, 'player-0', or by game, role and opponents, 'player-0/step-120'. */
export type RaeState = { readonly [game: string]: { readonly [role: string]: Baseline } }

/** Steps after which the baseline against an opponent that is not met any more is forgotten. */
const MEMORY = 100

/**
 * Subtracts from each return a moving average of its role's returns in its game: role-conditioned
 * advantage estimation.
 *
 * For each finished game in order and each trained role p: A = R − b, with b read before the update,
 * then b ← decay·b + (1 − decay)·R. The baseline starts at 0 and the advantage is neither divided by a
 * deviation nor clipped.
 *
 * Source: Liu et al. 2025, "SPIRAL", and its code (`prepare_trajectories`, class `EMA`). The published
 * code keeps one baseline per actor process; here one is shared.
 */
export function rae(options: RaeOptions = {}): AdvantageEstimator<RaeState> {
  const { decay = 0.95, gamma = 1, dropZero = true, biasCorrected = false, per = 'role' } = options
  if (!(decay >= 0 && decay < 1)) throw new UserError(`rae: decay is ${decay}; it must be in [0, 1).`)
  if (!(gamma > 0 && gamma <= 1)) throw new UserError(`rae: gamma is ${gamma}; it must be in (0, 1].`)
  const byOpponent = lookUp('baseline of rae per', per, { role: false, opponent: true })
  return {
    name: 'rae',
    initial: () => ({}),
    estimate(episodes, state, { model, step }) {
      const next: Record<string, Record<string, Baseline>> = structuredClone(state)
      const turns: WeightedTurn[] = []
      for (const { episode, role } of ownRoles(episodes, model)) {
        const baselines = (next[episode.game] ??= {})
        const key = byOpponent ? [role.role, ...opponentsOf(episode, role)].join('/') : role.role
        const { baseline, games } = baselines[key] ?? { baseline: 0, games: 0 }
        const correction = biasCorrected && games > 0 ? 1 - decay ** games : 1
        const advantage = role.return - baseline / correction
        baselines[key] = {
          baseline: decay * baseline + (1 - decay) * role.return,
          games: games + 1,
          ...(byOpponent && { met: step }),
        }
        for (const [i, turn] of role.turns.entries()) {
          const discounted = advantage * gamma ** (role.turns.length - 1 - i)
          if (!dropZero || discounted !== 0) turns.push({ turn, advantage: discounted, weight: 1 })
        }
      }
      for (const baselines of Object.values(next))
        for (const [key, { met = step }] of Object.entries(baselines))
          if (step - met > MEMORY) delete baselines[key]
      return { turns, state: next, metrics: baselineMetrics(next, step) }
    },
  }
}

/** Names who else played, by seat; a copy of the learner by its model. */
function opponentsOf({ roles }: Episode, own: RoleEpisode): string[] {
  return roles.flatMap((role) => (role === own ? [] : [role.policy ?? role.model ?? 'unknown']))
}

/** Returns the baselines; of those against opponents, the ones that were met in this step. */
function baselineMetrics(state: RaeState, step: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([game, roles]) =>
      Object.entries(roles).flatMap(([role, { baseline, met = step }]) =>
        met === step ? [[`baseline/${game}/${role}`, baseline]] : [],
      ),
    ),
  )
}
