import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../core/index.ts'
import type { AdvantageEstimator, EstimatorContext } from './estimator.ts'
import { exampleEpisodes, exampleModel, exampleVocabulary } from './example-episodes.ts'
import { exampleOf, exampleRows, type ExampleRow } from './example-rows.ts'
import type { Episode } from './experience.ts'
import type { BatchTensorName, Objective } from './objective.ts'
import { probeObjective, type ObjectiveValues } from './probe.ts'

const context: EstimatorContext = {
  model: exampleModel,
  step: 3,
  steps: 10,
  vocabularySize: exampleVocabulary,
}

/** Checks what every advantage estimator promises, over arbitrary episodes of the trained model and others. */
export function describeEstimator<State extends Json>(estimator: AdvantageEstimator<State>): void {
  const episodes = exampleEpisodes
  const estimate = (batch: readonly Episode[], state = estimator.initial()) =>
    estimator.estimate(batch, state, context)

  describe(`estimator ${estimator.name}`, () => {
    test('weighs only turns of the trained model, in order, each at most once', () => {
      fc.assert(
        fc.property(episodes, (batch) => {
          const own = batch.flatMap(({ roles }) =>
            roles.filter(({ model }) => model === context.model).flatMap(({ turns }) => turns),
          )
          const places = estimate(batch).turns.map(({ turn }) => own.indexOf(turn))
          expect(places).not.toContain(-1)
          expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
        }),
      )
    })

    test('gives finite advantages and metrics, and positive weights', () => {
      fc.assert(
        fc.property(episodes, (batch) => {
          const { turns, metrics } = estimate(batch)
          for (const { advantage, weight } of turns) {
            expect(advantage).toSatisfy(Number.isFinite)
            expect(weight).toBeGreaterThan(0)
          }
          for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite)
        }),
      )
    })

    test('does not depend on the order in which episodes finished', () => {
      fc.assert(
        fc.property(
          episodes.chain((batch) =>
            fc.tuple(fc.constant(batch), fc.shuffledSubarray([...batch], { minLength: batch.length })),
          ),
          ([batch, shuffled]) => {
            expect(estimate(shuffled)).toEqual(estimate(batch))
          },
        ),
      )
    })

    test('learns nothing from episodes that ended in an error', () => {
      fc.assert(
        fc.property(episodes, fc.nat({ max: 3 }), (batch, every) => {
          const failed = (i: number) => i % 4 <= every
          const marked = batch.map((each, i) => (failed(i) ? { ...each, end: 'error' as const } : each))
          expect(estimate(marked)).toEqual(estimate(batch.filter((_, i) => !failed(i))))
        }),
      )
    })

    test('keeps its state as plain data, and changes neither it nor the episodes', () => {
      fc.assert(
        fc.property(episodes, episodes, (first, second) => {
          const { state } = estimate(first)
          const saved = canonicalJson(state)
          const batch = canonicalJson(second)
          const restored = JSON.parse(saved) as State
          expect(estimate(second, restored)).toEqual(estimate(second, state))
          expect(canonicalJson(state)).toBe(saved)
          expect(canonicalJson(second)).toBe(batch)
        }),
      )
    })

    test('accepts no episodes', () => {
      expect(estimate([]).turns).toEqual([])
    })
  })
}

/**
 * Checks what every objective promises, over arbitrary rows.
 *
 * @param values a value for each of its scalars
 */
export function describeObjective<
  Input extends BatchTensorName,
  Scalar extends string,
  Metric extends string,
>(objective: Objective<Input, Scalar, Metric>, values: Readonly<Record<Scalar, number>>): void {
  const targets = 4
  const vocabularySize = 5
  const row = exampleRows(vocabularySize)
  const rows = fc.array(row, { minLength: targets, maxLength: targets })
  const turnWeight = 3

  describe(`objective ${objective.name}`, async () => {
    const probe = await probeObjective(objective, targets, vocabularySize)
    const evaluate = (rows: readonly ExampleRow[]) => probe(exampleOf(rows, turnWeight), values)

    test('gives a finite loss, gradient and metrics', () =>
      fc.assert(
        fc.asyncProperty(rows, async (drawn) => {
          const found = await evaluate(drawn)
          for (const value of numbersOf(found)) expect(value).toSatisfy(Number.isFinite)
        }),
      ))

    test('its gradient is the slope of its loss', () =>
      fc.assert(
        fc.asyncProperty(rows, fc.nat({ max: targets - 1 }), async (drawn, t) => {
          const { gradient } = await evaluate(drawn)
          const step = 0.01
          for (const id of drawn[t]!.logits.keys()) {
            const shifted = async (by: number) => {
              const { logits } = drawn[t]!
              return (
                await evaluate(drawn.with(t, { ...drawn[t]!, logits: logits.with(id, logits[id]! + by) }))
              ).loss
            }
            const slope = ((await shifted(step)) - (await shifted(-step))) / (2 * step)
            const scale = 1 + Math.abs(slope)
            expect(Math.abs(gradient[t]![id]! - slope) / scale).toBeLessThan(0.01)
          }
        }),
        { numRuns: 25 },
      ))

    test('a row of weight 0 changes nothing, whatever it holds', () =>
      fc.assert(
        fc.asyncProperty(rows, row, async (drawn, other) => {
          const empty = await evaluate(drawn.with(1, { ...drawn[1]!, weight: 0 }))
          const replaced = await evaluate(drawn.with(1, { ...other, weight: 0 }))
          expectClose(replaced, empty)
          for (const slope of replaced.gradient[1]!) expect(Math.abs(slope)).toBe(0)
        }),
      ))

    test('tokens that were not allowed get no gradient', () =>
      fc.assert(
        fc.asyncProperty(rows, async (drawn) => {
          const { gradient } = await evaluate(drawn)
          for (const [t, { allowed }] of drawn.entries())
            for (const [id, slope] of gradient[t]!.entries())
              if (allowed !== null && !allowed.includes(id)) expect(Math.abs(slope)).toBe(0)
        }),
      ))

    test('rows that differ in advantage and weight alone merge when the signs agree', () =>
      fc.assert(
        fc.asyncProperty(rows, fc.double({ min: 0.1, max: 3, noNaN: true }), async (drawn, factor) => {
          const [first, second] = drawn as [ExampleRow, ExampleRow]
          const twin = { ...first, advantage: first.advantage * factor, weight: second.weight }
          const weight = first.weight + twin.weight
          const advantage = (first.weight * first.advantage + twin.weight * twin.advantage) / weight
          const apart = await evaluate(drawn.with(1, twin))
          const merged = await evaluate(
            drawn.with(0, { ...first, weight, advantage }).with(1, { ...first, weight: 0 }),
          )
          const summed = apart.gradient[0]!.map((slope, id) => slope + apart.gradient[1]![id]!)
          expectClose(merged, {
            ...apart,
            gradient: [summed, summed.map(() => 0), ...apart.gradient.slice(2)],
          })
        }),
      ))

    test('the loss, the metrics and the gradient of parts add up to those of the whole', () =>
      fc.assert(
        fc.asyncProperty(rows, fc.nat({ max: targets }), async (drawn, cut) => {
          const whole = exampleOf(drawn, turnWeight)
          const part = (keep: (t: number) => boolean) =>
            probe({ ...whole, weight: whole.weight.map((weight, t) => (keep(t) ? weight : 0)) }, values)
          const all = await probe(whole, values)
          const head = await part((t) => t < cut)
          const tail = await part((t) => t >= cut)
          const sums = numbersOf(head).map((value, i) => value + numbersOf(tail)[i]!)
          for (const [i, value] of numbersOf(all).entries()) expectNear(sums[i]!, value)
        }),
      ))

    test('the order of rows does not matter', () =>
      fc.assert(
        fc.asyncProperty(rows, async (drawn) => {
          const [forward, backward] = [await evaluate(drawn), await evaluate(drawn.toReversed())]
          expectClose({ ...backward, gradient: backward.gradient.toReversed() }, forward)
        }),
      ))
  })
}

function numbersOf({ loss, gradient, metrics }: ObjectiveValues): number[] {
  return [loss, ...gradient.flat(), ...Object.values(metrics)]
}

function expectClose(found: ObjectiveValues, expected: ObjectiveValues): void {
  for (const [i, value] of numbersOf(expected).entries()) expectNear(numbersOf(found)[i]!, value)
}

/** Equal but for the rounding of a few operations in single precision. */
function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(1e-4 * (1 + Math.abs(expected)))
}
