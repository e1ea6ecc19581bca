import { UserError } from '../core/index.ts'
import { scoresOf } from './scores.ts'

/**
 * Which weights a learner keeps as its reference policy:
 *
 * - 'initial': those before its first step, after any warm-up.
 * - every: those before the latest of its steps 0, every, 2·every, …
 * - ema: a moving average, r ← ema·r + (1 − ema)·w after each step, which begins with those before the first.
 */
export type Reference = 'initial' | { readonly every: number } | { readonly ema: number }

/** Names a reference as its learner's snapshot does. */
export function referenceName(reference: Reference): string {
  if (reference === 'initial') return reference
  return 'every' in reference ? `every ${reference.every}` : `ema ${reference.ema}`
}

/** Throws a UserError for a reference out of range, and for an objective that lacks one. */
export function checkReference(
  reference: Reference | undefined,
  objective: { readonly name: string; readonly inputs: readonly string[] },
): void {
  if (reference === undefined) {
    const read = objective.inputs.find((name) =>
      scoresOf([name]).some(({ weights }) => weights === 'reference'),
    )
    if (read !== undefined)
      throw new UserError(
        `learner: ${objective.name} reads ${read}, but the learner keeps no reference policy: give it one, for instance reference: 'initial'.`,
      )
    return
  }
  if (reference === 'initial') return
  if (typeof reference !== 'object' || !('every' in reference || 'ema' in reference))
    throw new UserError(
      `learner: the reference is ${JSON.stringify(reference)}; it must be 'initial', { every } or { ema }.`,
    )
  if ('every' in reference && (!Number.isInteger(reference.every) || reference.every < 1))
    throw new UserError(
      `learner: the reference is renewed every ${reference.every} steps; it must be a whole number from 1 on.`,
    )
  if ('ema' in reference && !(reference.ema >= 0 && reference.ema < 1))
    throw new UserError(`learner: the reference's ema is ${reference.ema}; it must be in [0, 1).`)
}

/** The weights of a reference policy, as they change with the learner's steps. */
export class ReferenceWeights {
  readonly #reference: Reference
  #weights: Float32Array | null = null

  constructor(reference: Reference) {
    this.#reference = reference
  }

  /** Null before the first step. */
  get weights(): Float32Array | null {
    return this.#weights
  }

  /** Returns the reference for a step, which is about to change these weights. */
  at(step: number, weights: Float32Array): Float32Array {
    const renewed =
      this.#reference !== 'initial' && 'every' in this.#reference && step % this.#reference.every === 0
    if (this.#weights === null || renewed) this.#weights = weights.slice()
    return this.#weights
  }

  /** Takes note of the weights after a step. */
  follow(weights: Float32Array): void {
    const own = this.#weights
    if (own === null || this.#reference === 'initial' || !('ema' in this.#reference)) return
    const kept = this.#reference.ema
    for (let i = 0; i < own.length; i++) own[i] = kept * own[i]! + (1 - kept) * weights[i]!
  }

  restore(weights: Float32Array | null): void {
    this.#weights = weights?.slice() ?? null
  }
}
