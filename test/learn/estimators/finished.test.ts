import { finished, gae, preferences, rloo, type Episode } from 'coevo/learn'
import { describeEstimator } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { taskEpisode } from '../arbitrary.ts'

describeEstimator(finished(rloo()))
describeEstimator(finished(gae()))
describeEstimator(finished(preferences()))

const context = { model: 'learner', step: 0, steps: 10, vocabularySize: 7 }

/** An answer that said nothing until it was cut off. */
function cutOff(session: number, reward: number): Episode {
  const { roles, ...rest } = taskEpisode(session, [3], reward)
  const [role] = roles
  return { ...rest, roles: [{ ...role!, turns: [{ ...role!.turns[0]!, completion: [2], cutOff: true }] }] }
}

describe('turns that were cut off', () => {
  const episodes = [taskEpisode(0, [3], 1), taskEpisode(1, [3], 0), cutOff(2, 0)]

  test('are left out of the loss, and stay in the baseline', () => {
    const plain = rloo().estimate(episodes, null, context)
    const { turns, metrics } = finished(rloo()).estimate(episodes, null, context)
    expect(turns).toEqual(plain.turns.slice(0, 2))
    expect(turns.map(({ advantage }) => advantage)).toEqual([1, -0.5])
    expect(metrics['cutOff']).toBeCloseTo(1 / 3, 12)
    expect(metrics).toMatchObject(plain.metrics)
  })

  test('make no preferences', () => {
    const all = preferences().estimate(episodes, preferences().initial(), context).pairs
    const { pairs, metrics } = finished(preferences()).estimate(episodes, preferences().initial(), context)
    expect(all.length).toBeGreaterThan(pairs.length)
    expect(pairs).toHaveLength(1)
    expect(metrics['cutOff']).toBeCloseTo(1 - 1 / all.length, 12)
  })
})
