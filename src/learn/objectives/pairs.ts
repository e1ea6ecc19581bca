import { cast, div, greater, mul, sub, sum, type Float } from '../../tensor/index.ts'
import type { PairTensors } from '../objective.ts'

type Policies = Pick<
  PairTensors,
  'winnerLogp' | 'loserLogp' | 'winnerReferenceLogp' | 'loserReferenceLogp' | 'weight' | 'pairWeight'
>

/** Averages x over the pairs of the minibatch. x: [M]. */
export function pairMean(x: Float, { weight, pairWeight }: Pick<Policies, 'weight' | 'pairWeight'>): Float {
  return div(sum(mul(weight, x)), pairWeight)
}

/** Returns by how much the winner's ln π/π_ref exceeds the loser's: [M]. */
export function rewardGap(batch: Omit<Policies, 'weight' | 'pairWeight'>): Float {
  return sub(sub(batch.winnerLogp, batch.winnerReferenceLogp), sub(batch.loserLogp, batch.loserReferenceLogp))
}

/** What every loss over pairs reports of ln π/π_ref: how often the winner's is larger, and the two means. */
export function preferenceMetrics(batch: Policies) {
  return {
    accuracy: pairMean(cast(greater(rewardGap(batch), 0), 'float32'), batch),
    winnerLogRatio: pairMean(sub(batch.winnerLogp, batch.winnerReferenceLogp), batch),
    loserLogRatio: pairMean(sub(batch.loserLogp, batch.loserReferenceLogp), batch),
  }
}
