import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../core/index.ts'
import type { AdvantageEstimator, EstimatorContext } from './estimator.ts'
import type { Episode } from './experience.ts'

/**
 * Checks what every advantage estimator promises, over arbitrary episodes.
 *
 * The episodes contain roles of the context's model and of others.
 */
export function describeEstimator<State extends Json>(
  estimator: AdvantageEstimator<State>,
  episodes: fc.Arbitrary<readonly Episode[]>,
  context: EstimatorContext,
): void {
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
