import { UserError } from '../core/index.ts'
import type { Trainable } from '../learn/trainable.ts'
import { wrongPart, type Part } from './part.ts'
import type { Models } from './plan.ts'

/** Returns what a part has measured, by name. @throws UserError for what holds no metrics. */
export function metricsOf(
  part: Part,
  measured: unknown,
): readonly (readonly [name: string, value: unknown])[] {
  if (typeof measured === 'object' && measured !== null) return Object.entries(measured)
  throw wrongPart(part, `gave ${String(measured)}; it must give metrics by name, {} for none.`)
}

/**
 * Returns a metric that is a finite number.
 *
 * @param models whose weights another value may come from
 * @throws UserError for any other; it says that a training has diverged where weights show it.
 */
export function finiteMetric(part: Part, name: string, value: unknown, models: Models): number {
  if (Number.isFinite(value)) return value as number
  const broken = Object.keys(models).find((model) => !hasFiniteWeights(models[model] as Partial<Trainable>))
  if (broken !== undefined && (part.step ?? 0) > 0)
    throw new UserError(
      `Step ${part.step}: the ${name} is ${String(value)}, and weights of '${broken}' are not finite: the training has diverged; start again with a smaller learning rate.`,
    )
  const what = value === undefined ? `gave no '${name}'` : `gave ${name} = ${show(value)}`
  throw wrongPart(part, `${what}; it must be a finite number.`)
}

function hasFiniteWeights({ weights }: Partial<Trainable>): boolean {
  return weights === undefined || weights.current.every(Number.isFinite)
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
