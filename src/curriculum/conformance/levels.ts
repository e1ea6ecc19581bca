import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, stream } from '../../core/index.ts'
import type { LevelCurriculum } from '../curriculum.ts'
import { anyReturns, histories, step } from './history.ts'

/** What every curriculum over levels promises beside. */
export function describeLevels(fresh: () => LevelCurriculum): void {
  test('calls new what was never worked on at first, and replays nothing else than what was', () => {
    fc.assert(
      fc.property(histories, ({ seed, steps }) => {
        const curriculum = fresh()
        const random = stream('levels', seed)
        expect(curriculum.next(random).isNew).toBe(true)
        const seen = new Set<string>()
        for (const sessions of steps) {
          const outcomes = step(curriculum, sessions, random, anyReturns)
          for (const { choice } of outcomes)
            if (!choice.isNew) expect(seen).toContain(canonicalJson(choice.level))
          for (const { choice } of outcomes) seen.add(canonicalJson(choice.level))
          curriculum.update(outcomes)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('lets learners train on what is replayed', () => {
    expect(fresh().trains({ level: 0, isNew: false })).toBe(true)
  })
}
