import { div, mul, sum, type Float } from '../../tensor/index.ts'
import type { TurnTensors } from '../objective.ts'

/** Averages x over the turns of the minibatch. x: [N]. */
export function turnMean(
  x: Float,
  { weight, turnWeight }: Pick<TurnTensors, 'weight' | 'turnWeight'>,
): Float {
  return div(sum(mul(weight, x)), turnWeight)
}

/** Averages over the tokens of the minibatch what was added up within turns. x: [N]. */
export function tokenTotalMean(
  x: Float,
  { weight, tokenWeight }: Pick<TurnTensors, 'weight' | 'tokenWeight'>,
): Float {
  return div(sum(mul(weight, x)), tokenWeight)
}
