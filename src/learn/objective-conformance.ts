import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleItems, exampleOfItems, slotOf, slots, type ExampleItem } from './example-items.ts'
import { exampleRows, type ExampleRow } from './example-rows.ts'
import type { TensorName, Unit, UnitObjective } from './objective.ts'
import { probeObjective, type ObjectiveValues } from './probe.ts'

const count = 4
const vocabularySize = 5
const row = exampleRows(vocabularySize)
/** What fills up examples where a law is about something else. */
const [filling] = fc.sample(row, { numRuns: 1, seed: 1 }) as [ExampleRow]

/**
 * Checks what every objective promises, over arbitrary tokens, turns or pairs, whichever it is about.
 *
 * @param values a value for each of its scalars
 */
export function describeObjective<
  Input extends TensorName<U>,
  Scalar extends string,
  Metric extends string,
  U extends Unit,
>(objective: UnitObjective<U, Input, Scalar, Metric>, values: Readonly<Record<Scalar, number>>): void {
  const unit: Unit = objective.unit
  const item = exampleItems(unit, vocabularySize)
  const items = fc.array(item, { minLength: count, maxLength: count })

  describe(`objective ${objective.name}`, async () => {
    const probe = await probeObjective(objective, count * slots[unit], vocabularySize, {
      ...(unit !== 'token' && { segments: unit === 'pair' ? 2 * count : count }),
      ...(unit === 'pair' && { pairs: count }),
    })
    const evaluate = (drawn: readonly ExampleItem[], whole = drawn, padding = filling) =>
      probe(exampleOfItems(unit, drawn, padding, totals(unit, whole)), values)
    const gradientOf = ({ gradient }: ObjectiveValues, drawn: readonly ExampleItem[], at: number) =>
      drawn[at]!.rows.map((_, row) => gradient[slotOf(unit, drawn[at]!, at, row)]!)

    test('gives a finite loss, gradient and metrics', () =>
      fc.assert(
        fc.asyncProperty(items, async (drawn) => {
          const found = await evaluate(drawn)
          for (const value of numbersOf(found)) expect(value).toSatisfy(Number.isFinite)
        }),
      ))

    test('its gradient is the slope of its loss', () =>
      fc.assert(
        fc.asyncProperty(items, fc.nat({ max: count - 1 }), fc.nat(), async (drawn, at, choice) => {
          const changed = drawn[at]!
          const place = choice % changed.rows.length
          const row = changed.rows[place]!
          const slopes = gradientOf(await evaluate(drawn), drawn, at)[place]!
          const step = 0.01
          for (const id of row.logits.keys()) {
            const shifted = async (by: number) => {
              const logits = row.logits.with(id, row.logits[id]! + by)
              const rows = changed.rows.with(place, { ...row, logits })
              return (await evaluate(drawn.with(at, { ...changed, rows }))).loss
            }
            const slope = ((await shifted(step)) - (await shifted(-step))) / (2 * step)
            const scale = 1 + Math.abs(slope)
            expect(Math.abs(slopes[id]! - slope) / scale).toBeLessThan(0.01)
          }
        }),
        { numRuns: 25 },
      ))

    test(`a ${unit} of weight 0 changes nothing, whatever it holds`, () =>
      fc.assert(
        fc.asyncProperty(items, item, async (drawn, other) => {
          const first = drawn.with(1, { ...drawn[1]!, weight: 0 })
          const second = drawn.with(1, { ...other, weight: 0 })
          const [empty, replaced] = [await evaluate(first, first), await evaluate(second, first)]
          for (const [name, value] of scalarsOf(empty)) expectNear(scalarsOf(replaced).get(name)!, value)
          for (const at of [0, 2, 3])
            for (const [place, slopes] of gradientOf(empty, first, at).entries())
              for (const [id, slope] of slopes.entries())
                expectNear(gradientOf(replaced, second, at)[place]![id]!, slope)
          for (const slope of gradientOf(replaced, second, 1).flat()) expect(Math.abs(slope)).toBe(0)
        }),
      ))

    if (unit !== 'token')
      test('padding changes nothing, whatever it holds', () =>
        fc.assert(
          fc.asyncProperty(items, row, async (drawn, padding) => {
            const [one, other] = [await evaluate(drawn), await evaluate(drawn, drawn, padding)]
            expectClose(other, one)
          }),
        ))

    test('tokens that were not allowed get no gradient', () =>
      fc.assert(
        fc.asyncProperty(items, async (drawn) => {
          const found = await evaluate(drawn)
          for (const [at, { rows }] of drawn.entries())
            for (const [place, { allowed }] of rows.entries())
              for (const [id, slope] of gradientOf(found, drawn, at)[place]!.entries())
                if (allowed !== null && !allowed.includes(id)) expect(Math.abs(slope)).toBe(0)
        }),
      ))

    test(`${unit}s that differ in advantage, pull and weight alone merge when the signs agree`, () =>
      fc.assert(
        fc.asyncProperty(items, fc.double({ min: 0.1, max: 3, noNaN: true }), async (drawn, factor) => {
          const [first, second] = drawn as [ExampleItem, ExampleItem]
          const { pull, weight: own } = second
          const twin = { ...first, advantage: first.advantage * factor, pull, weight: own }
          const weight = first.weight + twin.weight
          const mean = (a: number, b: number) => (first.weight * a + twin.weight * b) / weight
          const advantage = mean(first.advantage, twin.advantage)
          const pulled = mean(first.pull, twin.pull)
          const both = drawn.with(1, twin)
          const one = drawn
            .with(0, { ...first, weight, advantage, pull: pulled })
            .with(1, { ...first, weight: 0 })
          const [apart, merged] = [await evaluate(both), await evaluate(one)]
          for (const [name, value] of scalarsOf(apart)) expectNear(scalarsOf(merged).get(name)!, value)
          for (const at of drawn.keys())
            for (const [place, slopes] of gradientOf(merged, one, at).entries())
              for (const [id, slope] of slopes.entries()) {
                const here = (other: number) => gradientOf(apart, both, other)[place]![id]!
                expectNear(slope, at === 0 ? here(0) + here(1) : at === 1 ? 0 : here(at))
              }
        }),
      ))

    test('the loss, the metrics and the gradient of parts add up to those of the whole', () =>
      fc.assert(
        fc.asyncProperty(items, fc.nat({ max: count }), async (drawn, cut) => {
          const part = (keep: (at: number) => boolean) =>
            evaluate(
              drawn.map((each, at) => (keep(at) ? each : { ...each, weight: 0 })),
              drawn,
            )
          const all = await evaluate(drawn)
          const head = await part((at) => at < cut)
          const tail = await part((at) => at >= cut)
          const sums = numbersOf(head).map((value, i) => value + numbersOf(tail)[i]!)
          for (const [i, value] of numbersOf(all).entries()) expectNear(sums[i]!, value)
        }),
      ))

    test(`the order of ${unit}s does not matter`, () =>
      fc.assert(
        fc.asyncProperty(items, async (drawn) => {
          const turned = drawn.toReversed()
          const [forward, backward] = [await evaluate(drawn), await evaluate(turned)]
          for (const [name, value] of scalarsOf(forward)) expectNear(scalarsOf(backward).get(name)!, value)
          for (const at of drawn.keys())
            for (const [place, slopes] of gradientOf(forward, drawn, at).entries())
              for (const [id, slope] of slopes.entries())
                expectNear(gradientOf(backward, turned, count - 1 - at)[place]![id]!, slope)
        }),
      ))
  })
}

/** The totals of a minibatch that holds these items; those of tokens come from turns of a total weight of 3. */
function totals(unit: Unit, items: readonly ExampleItem[]) {
  const weight = items.reduce((sum, each) => sum + each.weight, 0)
  const tokenWeight = items.reduce((sum, each) => sum + each.weight * each.rows.length, 0)
  return { tokenWeight, turnWeight: unit === 'token' ? 3 : weight, pairWeight: weight }
}

function scalarsOf({ loss, metrics }: ObjectiveValues): Map<string, number> {
  return new Map([['loss', loss], ...Object.entries(metrics)])
}

function numbersOf(values: ObjectiveValues): number[] {
  return [...scalarsOf(values).values(), ...values.gradient.flat()]
}

function expectClose(found: ObjectiveValues, expected: ObjectiveValues): void {
  for (const [i, value] of numbersOf(expected).entries()) expectNear(numbersOf(found)[i]!, value)
}

/** Equal but for the rounding of a few operations in single precision. */
function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(1e-4 * (1 + Math.abs(expected)))
}
