import { expect, test } from 'vitest'
import type { BoxCurriculum } from '../curriculum.ts'
import type { History } from './history.ts'

/** What every curriculum over a box promises beside. */
export function describeBox(
  fresh: () => BoxCurriculum,
  live: (curriculum: BoxCurriculum, history: History) => unknown,
): void {
  test('records the mean and the spread of what was worked on, dimension by dimension', () => {
    const curriculum = fresh()
    live(curriculum, { seed: 1, steps: [20] })
    const { dimensions, box } = curriculum
    const centre = box.map(([min, max]) => (min + max) / 2)
    curriculum.update([{ choice: centre, returns: [1] }])
    const metrics = curriculum.metrics()
    for (const [i, dimension] of dimensions.entries()) {
      expect(metrics[`curriculum/${dimension}/mean`]).toBeCloseTo(centre[i]!, 9)
      expect(metrics[`curriculum/${dimension}/spread`]).toBe(0)
    }
  })
}
