import { lookUp, UserError } from '../../core/index.ts'
import { div, mul, sum, type Float } from '../../tensor/index.ts'
import type { BatchTensors } from '../objective.ts'

type Totals = Pick<BatchTensors, 'weight' | 'tokenWeight' | 'turnWeight'>

/**
 * What the sum over tokens is divided by: the tokens of the minibatch (DAPO), its turns, or its turns times
 * a constant length (Dr. GRPO, SPIRAL: a long turn then weighs as much a token as a short one). The mean over
 * turns of each one's mean over tokens (GRPO) is 'tokens' with the weights of the estimator `byResponse`.
 */
export type Normaliser = 'tokens' | 'turns' | { readonly turnsOfLength: number }

/** Throws a UserError for a normaliser that is none, and one that names the objective where a length is none. */
export function checkNormaliser(normaliser: Normaliser, objective: string): void {
  if (typeof normaliser === 'string')
    return void lookUp('normaliser', normaliser, { tokens: true, turns: true })
  const { turnsOfLength } = normaliser
  if (!(turnsOfLength > 0 && Number.isFinite(turnsOfLength)))
    throw new UserError(`${objective}: turnsOfLength is ${turnsOfLength}; it must be greater than 0.`)
}

/** Sums x over rows by weight and divides by what the normaliser says. x: [T]. */
export function normalised(
  x: Float,
  { weight, tokenWeight, turnWeight }: Totals,
  normaliser: Normaliser,
): Float {
  const total = sum(mul(weight, x))
  if (normaliser === 'tokens') return div(total, tokenWeight)
  return div(total, normaliser === 'turns' ? turnWeight : mul(turnWeight, normaliser.turnsOfLength))
}

/** Averages x over the tokens of the minibatch. x: [T]. */
export function tokenMean(x: Float, { weight, tokenWeight }: Pick<Totals, 'weight' | 'tokenWeight'>): Float {
  return div(sum(mul(weight, x)), tokenWeight)
}
