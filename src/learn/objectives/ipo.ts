import { div, square, sub } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import type { Schedule } from '../schedule.ts'
import { pairMean, preferenceMetrics, rewardGap } from './pairs.ts'

export interface IpoOptions {
  /** τ > 0: how closely the reference is kept to; the gap that is aimed at is 1/(2τ). Default 0.1. */
  readonly tau?: Schedule
}

/**
 * loss = mean over pairs of (Δ − 1/(2τ))², with Δ = ln π/π_ref of the winner less that of the loser.
 *
 * Unlike DPO's its gap stays finite where a preference is certain. Reports as `dpo` does; `margin` is the mean of Δ.
 * Source: Azar et al. 2023, "A General Theoretical Paradigm to Understand Learning from Human Preferences" (IPO).
 */
export function ipo({ tau = 0.1 }: IpoOptions = {}) {
  return defineObjective({
    name: 'ipo',
    unit: 'pair',
    inputs: ['winnerLogp', 'loserLogp', 'winnerReferenceLogp', 'loserReferenceLogp', 'weight', 'pairWeight'],
    scalars: { tau },
    build(batch, scalars) {
      const gap = rewardGap(batch)
      return {
        loss: pairMean(square(sub(gap, div(0.5, scalars.tau))), batch),
        metrics: { margin: pairMean(gap, batch), ...preferenceMetrics(batch) },
      }
    },
  })
}
