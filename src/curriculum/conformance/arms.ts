import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chiSquareBound, stream } from '../../core/index.ts'
import type { ArmCurriculum } from '../curriculum.ts'
import { histories, type History } from './history.ts'

/** How many draws a test of frequencies takes, and the rarest arm that it counts on its own. */
const DRAWS = 4000
const RAREST = 0.002

/** What every curriculum over arms promises beside. */
export function describeArms(
  fresh: () => ArmCurriculum,
  live: (curriculum: ArmCurriculum, history: History) => unknown,
): void {
  test('its probabilities are none below 0, sum to 1, and are what it records', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const curriculum = fresh()
        live(curriculum, history)
        const probabilities = curriculum.probabilities()
        expect(probabilities).toHaveLength(curriculum.arms.length)
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0)
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
        const metrics = curriculum.metrics()
        expect(curriculum.arms.map((arm) => metrics[`curriculum/${arm}`])).toEqual(probabilities)
        const plain = Object.keys(metrics).filter((metric) => metric.split('/').length === 2)
        expect(plain).toEqual(curriculum.arms.map((arm) => `curriculum/${arm}`))
      }),
      { numRuns: 40 },
    )
  })

  test('draws each arm as often as its probability says', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, seed) => {
        const curriculum = fresh()
        live(curriculum, history)
        const counts = curriculum.arms.map(() => 0)
        const random = stream('frequencies', seed)
        for (let i = 0; i < DRAWS; i++) counts[curriculum.next(random)]!++
        const probabilities = curriculum.probabilities()
        const often = probabilities.flatMap((p, arm) => (p >= RAREST ? [{ p, drawn: counts[arm]! }] : []))
        const chiSquare = often.reduce((sum, { p, drawn }) => sum + (drawn - DRAWS * p) ** 2 / (DRAWS * p), 0)
        expect(chiSquare).toBeLessThan(chiSquareBound(often.length))
        for (const [arm, p] of probabilities.entries()) if (p === 0) expect(counts[arm]).toBe(0)
      }),
      { numRuns: 20 },
    )
  })
}
