import { UserError } from '../core/index.ts'
import {
  add,
  clip,
  div,
  full,
  gather,
  matmul,
  maximum,
  mul,
  reshape,
  rmsNorm,
  slice,
  square,
  sub,
  sum,
  type Float,
  type Integer,
} from '../tensor/index.ts'
import type { AnyEstimator } from './estimator.ts'

export interface ValueOptions {
  /** Multiplies the mean squared error that is added to the loss; > 0. Default 0.5. */
  readonly coefficient?: number
  /** How far a value may move from what it was when the call to `learn` began before its gradient stops; > 0. */
  readonly clip?: number
}

/** What the value of a turn is trained towards: [values] each. */
export interface ValueInputs {
  readonly valueTarget: Float
  /** What it was when the call to `learn` began. */
  readonly valueBefore: Float
  /** 0 for padding. */
  readonly valueWeight: Float
  /** [] the sum of `valueWeight` over the whole minibatch. */
  readonly valueTotal: Float
}

/** Throws a UserError for options out of range, and where an estimator reads values that nobody trains, or the reverse. */
export function checkValue(options: ValueOptions | undefined, { name, reads }: AnyEstimator): void {
  if ((options !== undefined) !== (reads === 'values'))
    throw new UserError(
      options === undefined
        ? `learner: ${name} reads values, but the learner trains none: give it value: {}.`
        : `learner: it would train values that ${name} does not read: leave 'value' out.`,
    )
  for (const [option, value] of Object.entries({ ...options }))
    if (!(value > 0 && Number.isFinite(value)))
      throw new UserError(`learner: the value's ${option} is ${value}; it must be greater than 0.`)
}

/**
 * Reads values off hidden states: a linear function of the state, scaled to a root mean square of 1.
 *
 * hidden: [tokens, width]; rows: [values]; head: [width + 1], the slopes and then the offset. Result: [values].
 */
export function valuesAt(hidden: Float, rows: Integer, head: Float): Float {
  const width = Number(hidden.shape[1])
  const states = rmsNorm(gather(hidden, rows), full([width], 1), 1e-6)
  const slopes = reshape(slice(head, 0, 0, width), [width, 1])
  return add(reshape(matmul(states, slopes), rows.shape), slice(head, 0, width, width + 1))
}

/**
 * coefficient · Σ weight·(V − target)² / Σ weight, with V clipped around what it was if that is worse.
 *
 * Source: Schulman et al. 2017; the clip is that of OpenAI's baselines.
 */
export function valueLoss(
  values: Float,
  { valueTarget, valueBefore, valueWeight, valueTotal }: ValueInputs,
  options: ValueOptions,
): { loss: Float; valueLoss: Float } {
  const error = (value: Float) => square(sub(value, valueTarget))
  const free = error(values)
  const kept =
    options.clip === undefined
      ? free
      : maximum(free, error(add(valueBefore, clip(sub(values, valueBefore), -options.clip, options.clip))))
  const mean = div(sum(mul(valueWeight, kept)), valueTotal)
  return { loss: mul(options.coefficient ?? 0.5, mean), valueLoss: mean }
}
