import { lookUp } from '../../core/index.ts'
import { div, square, sub, type Float } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import { checkSchedule, type Schedule } from '../schedule.ts'
import { pairMean, preferenceMetrics, rewardGap } from './pairs.ts'

export interface IpoOptions {
  /** τ > 0: how closely the reference is kept to; the gap that is aimed at is 1/(2τ). Default 0.1. */
  readonly tau?: Schedule
  /**
   * What is compared of a turn: 'mean' (default) takes its ln π/π_ref per token with a choice, so that long texts do
   * not overshoot the gap by their length; 'sum' all of it.
   */
  readonly over?: 'mean' | 'sum'
}

/** What is compared, of the sum over a turn and its length. */
const COMPARED = {
  mean: (whole: Float, length: Float) => div(whole, length),
  sum: (whole: Float, _length: Float) => whole,
}

/**
 * loss = mean over pairs of (Δ − 1/(2τ))², with Δ = ln π/π_ref of the winner less that of the loser.
 *
 * Unlike DPO's its gap stays finite where a preference is certain. Reports as `dpo` does; `margin` is the mean of Δ.
 * Sources: Azar et al. 2023, "A General Theoretical Paradigm to Understand Learning from Human Preferences" (IPO), whose
 * formula speaks of whole texts ('sum'); the mean per token is how its authors ran it, as TRL's `DPOTrainer` records.
 */
export function ipo({ tau = 0.1, over = 'mean' }: IpoOptions = {}) {
  checkSchedule(tau, 'ipo: tau', 'positive')
  const of = lookUp('way for ipo to take turns over', over, COMPARED)
  return defineObjective({
    name: 'ipo',
    unit: 'pair',
    inputs: [
      'winnerLogp',
      'loserLogp',
      'winnerReferenceLogp',
      'loserReferenceLogp',
      'winnerLength',
      'loserLength',
      'weight',
      'pairWeight',
    ],
    scalars: { tau },
    build(batch, scalars) {
      const compared = {
        ...batch,
        winnerLogp: of(batch.winnerLogp, batch.winnerLength),
        loserLogp: of(batch.loserLogp, batch.loserLength),
        winnerReferenceLogp: of(batch.winnerReferenceLogp, batch.winnerLength),
        loserReferenceLogp: of(batch.loserReferenceLogp, batch.loserLength),
      }
      const gap = rewardGap(compared)
      return {
        loss: pairMean(square(sub(gap, div(0.5, scalars.tau))), batch),
        metrics: { margin: pairMean(gap, batch), ...preferenceMetrics(compared) },
      }
    },
  })
}
