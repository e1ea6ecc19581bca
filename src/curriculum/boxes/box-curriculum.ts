import { z } from 'zod'
import { average, UserError, type Json, type Random } from '../../core/index.ts'
import { checkOutcomes, readState, requireNames } from '../check.ts'
import type { Box, BoxCurriculum, Outcome } from '../curriculum.ts'

/** What all curricula over boxes are told. */
export interface BoxOptions {
  /** The sides by name: { digits: [1, 9], carries: [0, 1] }. */
  readonly box: Box
}

/** A point of the unit box, whose sides all go from 0 to 1: there every method works, whatever the units. */
export type Point = readonly number[]

/** What came of a point: the mean of its returns. */
export interface Trial {
  readonly point: Point
  readonly reward: number
}

/** A curriculum over the unit box as pure functions of its state. */
export interface BoxMethod<State extends Json> extends BoxOptions {
  readonly name: string
  readonly initial: State
  readonly schema: z.ZodType<State>
  /** Draws a point; what lies outside of the unit box is moved to its edge. */
  draw(state: State, random: Random): Point
  /** Learns from the trials of one step. */
  learn(state: State, trials: readonly Trial[]): State
  /** What is recorded beside the points: 'curriculum/A/B'. */
  metrics?(state: State): Readonly<Record<string, number>>
}

/** By dimension, the mean and the standard deviation of the points of the last step that had any. */
const seen = (dimensions: number) =>
  z
    .array(z.strictObject({ mean: z.number(), spread: z.number() }))
    .length(dimensions)
    .nullable()

/**
 * Makes a curriculum of a method.
 *
 * @throws UserError where the box has no sides, or one without a length.
 */
export function boxCurriculum<State extends Json>(method: BoxMethod<State>): BoxCurriculum {
  const { name } = method
  const dimensions = Object.keys(method.box)
  const box = Object.values(method.box)
  requireNames(name, 'dimension', dimensions)
  for (const [i, [min, max]] of box.entries())
    if (!(min < max && Number.isFinite(max - min)))
      throw new UserError(
        `${name}: the dimension '${dimensions[i]}' goes from ${min} to ${max}; its end must be above its beginning.`,
      )
  const schema = z.strictObject({ seen: seen(box.length), method: method.schema })
  type Saved = z.output<typeof schema>
  let state: Saved = { seen: null, method: method.initial }
  return {
    name,
    dimensions,
    box,
    next(random) {
      const point = method.draw(state.method, random)
      return box.map(([min, max], i) => clamp(min + clamp(point[i]!, 0, 1) * (max - min), min, max))
    },
    update(outcomes) {
      checkOutcomes(name, outcomes, (choice) => isInside(box, choice))
      const trials = outcomes.map((outcome) => toTrial(box, outcome))
      state = {
        seen: outcomes.length === 0 ? state.seen : box.map((_, i) => moments(outcomes, i)),
        method: method.learn(state.method, trials),
      }
    },
    metrics: () => ({ ...seenMetrics(dimensions, state.seen), ...method.metrics?.(state.method) }),
    state: () => state,
    restore(saved) {
      state = readState(name, schema, saved)
    },
  }
}

function isInside(box: BoxCurriculum['box'], choice: Json): boolean {
  return (
    Array.isArray(choice) &&
    choice.length === box.length &&
    box.every(([min, max], i) => choice[i] >= min && choice[i] <= max)
  )
}

function toTrial(box: BoxCurriculum['box'], { choice, returns }: Outcome<readonly number[]>): Trial {
  return { point: box.map(([min, max], i) => (choice[i]! - min) / (max - min)), reward: average(returns) }
}

function moments(outcomes: readonly Outcome<readonly number[]>[], i: number) {
  const values = outcomes.map(({ choice }) => choice[i]!)
  const centre = average(values)
  return { mean: centre, spread: Math.sqrt(average(values.map((value) => (value - centre) ** 2))) }
}

function seenMetrics(
  dimensions: readonly string[],
  seen: readonly { readonly mean: number; readonly spread: number }[] | null,
): Record<string, number> {
  return Object.fromEntries(
    dimensions.flatMap((dimension, i) =>
      seen === null
        ? []
        : [
            [`curriculum/${dimension}/mean`, seen[i]!.mean],
            [`curriculum/${dimension}/spread`, seen[i]!.spread],
          ],
    ),
  )
}

/** Draws a point of the unit box, all alike. */
export function anywhere(dimensions: number, random: Random): Point {
  return Array.from({ length: dimensions }, () => random.uniform())
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
