import { UserError } from '../core/index.ts'
import { add, constant, div, minimum, mul, sqrt, sub, sum, type Float } from '../tensor/index.ts'

/** The numbers that an optimizer is fed at each update, beside weights, moments and gradient. */
export interface UpdateScalars {
  readonly learningRate: number
  /** 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ): they undo the moments' start at zero. */
  readonly firstCorrection: number
  readonly secondCorrection: number
}

export interface OptimizerState {
  readonly weights: Float
  readonly firstMoment: Float
  readonly secondMoment: Float
}

export interface Update extends OptimizerState {
  /** [] the global Euclidean norm before clipping. */
  readonly gradientNorm: Float
}

/** An optimizer's update of one flat vector, as a graph. */
export interface Optimizer {
  readonly name: string
  /** Returns the scalars of update t = 1, 2, …. */
  scalars(update: number, learningRate: number): UpdateScalars
  /** All vectors: [P]. */
  update(
    state: OptimizerState,
    gradient: Float,
    scalars: { readonly [K in keyof UpdateScalars]: Float },
  ): Update
}

export interface AdamWOptions {
  /** Decay of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number
  /** Decay of the second moment, in [0, 1). Default 0.95, as usual for language models. */
  readonly beta2?: number
  /** Default 1e-8. */
  readonly epsilon?: number
  /** Decoupled: each update multiplies every weight by 1 − rate·decay. Default 0. */
  readonly weightDecay?: number
  /** The gradient is scaled down to this norm where it is larger. Default 1; Infinity never clips. */
  readonly maxGradientNorm?: number
}

/**
 * Adam with decoupled weight decay, after clipping the gradient by its global norm.
 *
 * The clip scales by min(1, max / (norm + 1e-6)), as PyTorch's `clip_grad_norm_` does. Sources: Kingma & Ba
 * 2015; Loshchilov & Hutter 2019, algorithm 2.
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8, weightDecay = 0, maxGradientNorm = 1 } = options
  for (const [name, beta] of Object.entries({ beta1, beta2 }))
    if (!(beta >= 0 && beta < 1)) throw new UserError(`adamW: ${name} is ${beta}; it must be in [0, 1).`)
  for (const [name, value] of Object.entries({ epsilon, maxGradientNorm }))
    if (!(value > 0)) throw new UserError(`adamW: ${name} is ${value}; it must be greater than 0.`)
  for (const [name, value] of Object.entries({ epsilon, weightDecay }))
    if (!(value >= 0 && Number.isFinite(value)))
      throw new UserError(`adamW: ${name} is ${value}; it must be finite and ≥ 0.`)
  return {
    name: 'adamw',
    // In double precision: 1 − β₂ᵗ in float32 loses four digits in the first steps.
    scalars: (update, learningRate) => ({
      learningRate,
      firstCorrection: 1 / (1 - beta1 ** update),
      secondCorrection: 1 / (1 - beta2 ** update),
    }),
    update({ weights, firstMoment, secondMoment }, gradient, scalars) {
      const squared = mul(gradient, gradient)
      const gradientNorm = sqrt(sum(squared))
      const scale =
        maxGradientNorm === Infinity ? constant(1) : minimum(div(maxGradientNorm, add(gradientNorm, 1e-6)), 1)
      const first = add(mul(firstMoment, beta1), mul(gradient, mul(scale, 1 - beta1)))
      const second = add(mul(secondMoment, beta2), mul(squared, mul(mul(scale, scale), 1 - beta2)))
      // rate·m̂ / (√v̂ + ε) with both corrections moved into scalars: each pass over [P] costs memory traffic.
      const root = sqrt(scalars.secondCorrection)
      const rate = div(mul(scalars.learningRate, scalars.firstCorrection), root)
      const step = div(mul(first, rate), add(sqrt(second), div(epsilon, root)))
      const kept = weightDecay === 0 ? weights : mul(weights, sub(1, mul(scalars.learningRate, weightDecay)))
      return { weights: sub(kept, step), firstMoment: first, secondMoment: second, gradientNorm }
    },
  }
}
