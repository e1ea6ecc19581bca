import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../core/index.ts'
import type { AdvantageEstimator, PairEstimator, ValueContext, ValueEstimator } from './estimator.ts'
import { exampleEpisodes, exampleModel, exampleVocabulary } from './example-episodes.ts'
import type { Episode, Turn } from './experience.ts'

/** Where a run is, with values for those who read them. */
const contextOf = (episodes: readonly Episode[]): ValueContext => ({
  model: exampleModel,
  step: 3,
  steps: 10,
  vocabularySize: exampleVocabulary,
  values: new Map(
    episodes.flatMap(({ roles }) =>
      roles.flatMap(({ turns }) =>
        turns.map((turn) => [turn, Math.sin(turn.prompt.length + turn.prompt[0]!)]),
      ),
    ),
  ),
})

/**
 * Checks what every estimator promises, of advantages or of preferences, over arbitrary episodes of the trained
 * model and others.
 */
export function describeEstimator<State extends Json>(
  estimator: AdvantageEstimator<State> | ValueEstimator<State> | PairEstimator<State>,
): void {
  const episodes = exampleEpisodes
  const estimate = (batch: readonly Episode[], state = estimator.initial()) =>
    estimator.estimate(batch, state, contextOf(batch))
  const ownTurns = (batch: readonly Episode[]): Turn[] =>
    batch.flatMap(({ roles }) =>
      roles.filter(({ model }) => model === exampleModel).flatMap(({ turns }) => turns),
    )

  describe(`estimator ${estimator.name}`, () => {
    if (estimator.gives === 'pairs') {
      test('pairs different turns of the trained model, with a positive weight', () => {
        fc.assert(
          fc.property(episodes, (batch) => {
            const own = new Set(ownTurns(batch))
            const { pairs } = estimator.estimate(batch, estimator.initial(), contextOf(batch))
            for (const { winner, loser, weight } of pairs) {
              expect(own.has(winner) && own.has(loser) && winner !== loser).toBe(true)
              expect(weight).toBeGreaterThan(0)
              expect(weight).toSatisfy(Number.isFinite)
            }
          }),
        )
      })
    } else {
      test('weighs only turns of the trained model, in order, each at most once', () => {
        fc.assert(
          fc.property(episodes, (batch) => {
            const own = ownTurns(batch)
            const { turns } = estimator.estimate(batch, estimator.initial(), contextOf(batch))
            const places = turns.map(({ turn }) => own.indexOf(turn))
            expect(places).not.toContain(-1)
            expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
          }),
        )
      })

      test('gives finite advantages and positive weights, and values where it reads them', () => {
        fc.assert(
          fc.property(episodes, (batch) => {
            const { turns } = estimator.estimate(batch, estimator.initial(), contextOf(batch))
            for (const { advantage, weight, value } of turns) {
              expect(advantage).toSatisfy(Number.isFinite)
              expect(weight).toBeGreaterThan(0)
              if (value !== undefined) expect(value.target).toSatisfy(Number.isFinite)
              expect(value !== undefined).toBe(estimator.reads === 'values')
            }
          }),
        )
      })
    }

    test('gives finite metrics', () => {
      fc.assert(
        fc.property(episodes, (batch) => {
          for (const value of Object.values(estimate(batch).metrics)) expect(value).toSatisfy(Number.isFinite)
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
      expect(estimate([])).toMatchObject(estimator.gives === 'pairs' ? { pairs: [] } : { turns: [] })
    })
  })
}
