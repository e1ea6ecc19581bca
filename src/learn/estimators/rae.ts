import { UserError } from '../../core/index.ts'
import { ownRoles } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { WeightedTurn } from '../experience.ts'

export interface RaeOptions {
  /** How much of the old baseline stays, in [0, 1). Published: 0.95. */
  readonly decay?: number
  /** Discounts a role's earlier turns: its i-th of n turns gets γ^(n−1−i), in (0, 1]. Published: 1. */
  readonly gamma?: number
  /** Drops turns whose advantage is exactly 0, as the published code does. Default true. */
  readonly dropZero?: boolean
  /** Divides the baseline by 1 − decay^n, which removes its pull towards the zero start. Default false. */
  readonly biasCorrected?: boolean
}

/** The running mean of a role's returns and how many games it has seen, by game and role. */
export type RaeState = {
  readonly [game: string]: { readonly [role: string]: { readonly baseline: number; readonly games: number } }
}

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
  const { decay = 0.95, gamma = 1, dropZero = true, biasCorrected = false } = options
  if (!(decay >= 0 && decay < 1)) throw new UserError(`rae: decay is ${decay}; it must be in [0, 1).`)
  if (!(gamma > 0 && gamma <= 1)) throw new UserError(`rae: gamma is ${gamma}; it must be in (0, 1].`)
  return {
    name: 'rae',
    initial: () => ({}),
    estimate(episodes, state, { model }) {
      const next: Record<string, Record<string, { baseline: number; games: number }>> = structuredClone(state)
      const turns: WeightedTurn[] = []
      for (const { episode, role } of ownRoles(episodes, model)) {
        const baselines = (next[episode.game] ??= {})
        const { baseline, games } = baselines[role.role] ?? { baseline: 0, games: 0 }
        const correction = biasCorrected && games > 0 ? 1 - decay ** games : 1
        const advantage = role.return - baseline / correction
        baselines[role.role] = { baseline: decay * baseline + (1 - decay) * role.return, games: games + 1 }
        for (const [i, turn] of role.turns.entries()) {
          const discounted = advantage * gamma ** (role.turns.length - 1 - i)
          if (!dropZero || discounted !== 0) turns.push({ turn, advantage: discounted, weight: 1 })
        }
      }
      return { turns, state: next, metrics: baselineMetrics(next) }
    },
  }
}

function baselineMetrics(state: RaeState): Record<string, number> {
  return Object.fromEntries(
    Object.entries(state).flatMap(([game, roles]) =>
      Object.entries(roles).map(([role, { baseline }]) => [`baseline/${game}/${role}`, baseline]),
    ),
  )
}
